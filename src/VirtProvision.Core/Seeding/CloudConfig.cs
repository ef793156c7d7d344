using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Seeding;

/// <summary>A cloud-config that options add to. What the user wrote is never written over: lists grow, anything else said twice is an error.</summary>
internal sealed class CloudConfig(MappingNode given, DiagnosticBag diagnostics)
{
    public MappingNode Node { get; private set; } = given;

    public bool Has(string key) => Node[key] is not null;

    public void Set(string option, string key, DocumentNode value)
    {
        if (Node[key] is { } there)
        {
            diagnostics.Add(SeedDiagnostics.UserDataSetsItself(there.Span, option, key));
            return;
        }

        Node = Node.With(key, value);
    }

    public void Append(string option, string key, IEnumerable<DocumentNode> items)
    {
        var added = items.ToImmutableArray();
        if (added.IsEmpty)
        {
            return;
        }

        if (Node[key] is SequenceNode list)
        {
            Node = Node.With(key, list with { Items = list.Items.AddRange(added) });
            return;
        }

        Set(option, key, new SequenceNode(Node.Span, added));
    }

    public ScalarNode Text(string text) => ScalarNode.String(Node.Span, text);

    public SequenceNode List(params ReadOnlySpan<string> items)
    {
        var texts = ImmutableArray.CreateBuilder<DocumentNode>(items.Length);
        foreach (var item in items)
        {
            texts.Add(Text(item));
        }

        return new SequenceNode(Node.Span, texts.MoveToImmutable());
    }

    public MappingNode Mapping(params ReadOnlySpan<(string Key, DocumentNode Value)> members)
    {
        var mapping = MappingNode.Empty(Node.Span);
        foreach (var (key, value) in members)
        {
            mapping = mapping.With(key, value);
        }

        return mapping;
    }
}
