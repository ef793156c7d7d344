using System.Diagnostics;
using System.Xml.Linq;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Comparison;

/// <summary>
/// Reads <c>*.facts.yaml</c> into a tree of <see cref="FieldFacts"/>. A file says where it stands (<c>at: devices/disk</c>) and maps paths from there to facts;
/// <c>.</c> is the element itself, <c>*</c> any child. The words are in <see cref="FactWords"/>.
/// </summary>
internal sealed class FactsReader
{
    private readonly FieldFacts _root = new();
    private readonly Dictionary<string, XNamespace> _namespaces = [];
    private readonly HashSet<FieldFacts> _inherited = [];
    private readonly List<(FieldFacts Parent, XName Name, string Target)> _likes = [];
    private readonly List<(FieldFacts Facts, ImmutableArray<string> Keys)> _keys = [];

    public static KindFacts ReadEmbedded(ResourceKind kind)
    {
        var reader = new FactsReader();
        var paths = KindFiles.Paths
            .Where(path => path.StartsWith(kind.Folder + "/", StringComparison.Ordinal) && path.EndsWith(".facts.yaml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            reader.Add(path, FactsFile.Parse(path, KindFiles.Read(path)!));
        }

        return reader.Finish();
    }

    /// <param name="file">Named when it is wrong; ours are embedded, so that is our own mistake.</param>
    public void Add(string file, MappingNode content)
    {
        if (content["namespaces"] is MappingNode namespaces)
        {
            foreach (var entry in namespaces.Entries)
            {
                _namespaces[entry.Key.Text] = ((ScalarNode)entry.Value).Text;
            }
        }

        var at = content.TextOf("at");
        var parent = at is null ? _root : Node(_root, at);
        foreach (var entry in (content["facts"] as MappingNode)?.Entries ?? [])
        {
            var facts = entry.Key.Text == "." ? parent : Node(parent, entry.Key.Text);
            if (entry.Value is not MappingNode words)
            {
                throw new UnreachableException($"{file}: {entry.Key.Text} has no facts.");
            }

            foreach (var word in words.Entries)
            {
                Read(facts, parent, entry.Key.Text, word);
            }
        }
    }

    private void Read(FieldFacts facts, FieldFacts at, string path, MappingEntry word)
    {
        switch (word.Key.Text)
        {
            case "like":
                var slash = path.LastIndexOf('/');
                _likes.Add((slash < 0 ? at : Node(at, path[..slash]), Name(path[(slash + 1)..]), FactWords.Text(word.Value)));
                break;
            case "listMapKeys":
                _keys.Add((facts, [.. FactWords.Items(word.Value).Select(static item => item is SequenceNode parts
                    ? string.Join('\n', parts.Items.Select(FactWords.Text))
                    : FactWords.Text(item))]));
                facts.List = facts.List is ListType.None ? ListType.Map : facts.List;
                break;
            default:
                FactWords.Read(facts, word, Name);
                break;
        }
    }

    public KindFacts Finish()
    {
        Inherit(_root);
        foreach (var (facts, keys) in _keys)
        {
            facts.Keys = [.. keys.Select(key => Key(facts, key))];
            facts.IsOrdered |= facts.Keys.All(static key => key.IsAlias);
        }

        foreach (var (parent, name, target) in _likes)
        {
            parent.Elements[name] = Node(_root, target);
        }

        return new KindFacts(_root);
    }

    private ListKey Key(FieldFacts facts, string text)
    {
        var parts = text.Split('\n').Select(part =>
        {
            var pieces = part.Split('=', 2);
            var path = FieldPath.Parse(pieces[0], Name);
            var leaf = path.Elements.Aggregate(facts, static (node, step) => node.Element(step.Name!));
            return new ListKeyPart(path, pieces.Length > 1 ? pieces[1] : null, path.Attribute is null ? leaf.Transform : leaf.Attribute(path.Attribute).Transform);
        });
        return new ListKey([.. parts]) { IsAlias = text == "alias/@name" };
    }

    /// <summary>Facts under <c>*</c> hold for every sibling; <c>live</c> and <c>createOnly</c> hold for everything below.</summary>
    private void Inherit(FieldFacts facts)
    {
        // What stands under * is shared by its siblings.
        if (!_inherited.Add(facts))
        {
            return;
        }

        if (facts.OtherElements is { } any)
        {
            foreach (var child in facts.Elements.Values)
            {
                Adopt(child, any);
            }
        }

        IEnumerable<FieldFacts?> children = [.. facts.Elements.Values, .. facts.Attributes.Values, facts.OtherElements, facts.OtherAttributes];
        foreach (var child in children.OfType<FieldFacts>())
        {
            child.IsCreateOnly |= facts.IsCreateOnly;
            if (child.Live.IsEmpty && !child.IsNeverLive)
            {
                child.Live = facts.Live;
            }

            Inherit(child);
        }

        if (!facts.Live.IsEmpty || facts.IsCreateOnly)
        {
            var rest = new FieldFacts { Live = facts.Live, IsCreateOnly = facts.IsCreateOnly };
            rest.OtherElements = rest.OtherAttributes = rest;
            facts.OtherElements ??= rest;
            facts.OtherAttributes ??= rest;
        }
    }

    private static void Adopt(FieldFacts facts, FieldFacts any)
    {
        foreach (var (name, child) in any.Elements)
        {
            if (facts.Elements.TryGetValue(name, out var own))
            {
                Adopt(own, child);
            }
            else
            {
                facts.Elements[name] = child;
            }
        }

        foreach (var (name, child) in any.Attributes)
        {
            facts.Attributes.TryAdd(name, child);
        }

        facts.OtherAttributes ??= any.OtherAttributes;
    }

    private FieldFacts Node(FieldFacts from, string path)
    {
        var node = from;
        foreach (var step in path.Split('/'))
        {
            node = step switch
            {
                "*" => node.OtherElements ??= new FieldFacts(),
                "@*" => node.OtherAttributes ??= new FieldFacts(),
                ['@', .. var local] => GetOrAdd(node.Attributes, Name(local)),
                _ => GetOrAdd(node.Elements, Name(step)),
            };
        }

        return node;
    }

    private static FieldFacts GetOrAdd(Dictionary<XName, FieldFacts> children, XName name)
    {
        if (!children.TryGetValue(name, out var child))
        {
            children[name] = child = new FieldFacts();
        }

        return child;
    }

    private XName Name(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? text : _namespaces[text[..colon]] + text[(colon + 1)..];
    }
}
