using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

/// <summary>A step of a <see cref="SpecPath"/>: a member, and for a list or a free-form map the key of the item in it.</summary>
public readonly record struct SpecStep(string Name, string? Key);

/// <summary>What a path led to: the node, and whether the whole path was there or only its beginning.</summary>
public readonly record struct SpecPlace(DocumentNode Node, TextSpan Span, bool IsWhole);

/// <summary>A field of a spec as people read it: <c>disks[root].driver.cache</c>.</summary>
public sealed record SpecPath(ImmutableArray<SpecStep> Steps)
{
    public static SpecPath Parse(string text)
    {
        var steps = ImmutableArray.CreateBuilder<SpecStep>();
        for (var at = 0; at < text.Length;)
        {
            var end = text.AsSpan(at).IndexOfAny('.', '[') is var found and >= 0 ? at + found : text.Length;
            var name = text[at..end];
            string? key = null;
            if (end < text.Length && text[end] is '[')
            {
                // A key may hold dots and colons, as names and MAC addresses do.
                var close = text.IndexOf(']', end) is var bracket and >= 0 ? bracket : text.Length;
                key = text[(end + 1)..close];
                end = Math.Min(close + 1, text.Length);
            }

            steps.Add(new SpecStep(name, key));
            at = end < text.Length && text[end] is '.' ? end + 1 : end;
        }

        return new SpecPath(steps.ToImmutable());
    }

    /// <summary>Without keys: <c>disks[].driver.cache</c>, as in <see cref="PathMapEntry.SpecPath"/>.</summary>
    public string Plain => string.Join('.', Steps.Select(static step => step.Key is null ? step.Name : $"{step.Name}[]"));

    public ImmutableArray<string> Keys => [.. Steps.Where(static step => step.Key is not null).Select(static step => step.Key!)];

    /// <summary>Where a field stands in the text of its spec, or the nearest around it that is written.</summary>
    public static TextSpan SpanOf(ResourceSpec resource, string specPath) =>
        specPath is "name" ? resource.Span : Parse(specPath).FindIn(resource.Spec) is { Span: var span } place && !ReferenceEquals(place.Node, resource.Spec) ? span : resource.Span;

    public SpecPlace FindIn(MappingNode spec)
    {
        var place = new SpecPlace(spec, spec.Span, Steps.IsEmpty);
        DocumentNode node = spec;
        for (var i = 0; i < Steps.Length; i++)
        {
            var entry = (node as MappingNode)?.Entries.FirstOrDefault(entry => entry.Key.Text == Steps[i].Name);
            if (entry is null)
            {
                return place with { IsWhole = false };
            }

            node = entry.Value;
            place = new SpecPlace(node, node is ScalarNode ? node.Span : entry.Key.Span, i + 1 == Steps.Length);
            if (Steps[i].Key is { } key)
            {
                if (ItemIn(node, key) is not { } item)
                {
                    return place with { IsWhole = false };
                }

                node = item;
                place = place with { Node = node, Span = node is MappingNode { Entries: [var first, ..] } ? first.Key.Span : node.Span };
            }
        }

        return place;
    }

    /// <summary>By its name; else by any field that holds the key (a target, a MAC address), as the key comes from the XML; else by its number.</summary>
    private static DocumentNode? ItemIn(DocumentNode node, string key)
    {
        if (node is MappingNode map)
        {
            return map[key];
        }

        if (node is not SequenceNode list)
        {
            return null;
        }

        return list.Items.FirstOrDefault(item => (item as MappingNode)?.TextOf("name") == key)
            ?? list.Items.FirstOrDefault(item => Holds(item, key, depth: 3))
            ?? (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Length ? list.Items[index] : null);
    }

    private static bool Holds(DocumentNode node, string key, int depth) => node switch
    {
        ScalarNode scalar => scalar.Text.Equals(key, StringComparison.OrdinalIgnoreCase),
        MappingNode mapping when depth > 0 => mapping.Entries.Any(entry => Holds(entry.Value, key, depth - 1)),
        _ => false,
    };
}
