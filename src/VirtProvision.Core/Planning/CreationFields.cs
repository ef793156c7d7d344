using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Planning;

/// <summary>A value that a resource is created with, in the spec's words.</summary>
/// <param name="Owner">The member of the spec that holds it, with the item of a list: <c>memory</c>, <c>disks[root]</c>.</param>
/// <param name="Name">Below the owner: <c>driver.cache</c>; empty when the owner is the value itself.</param>
/// <param name="Value">As the spec writes it; null for a secret.</param>
public sealed record CreationField(string Owner, string Name, string? Value)
{
    public string Path => Name.Length == 0 ? Owner : $"{Owner}.{Name}";
}

/// <summary>What a spec says, value by value, for the plan of a creation. Secrets are left out here, so that no view can show them.</summary>
public static class CreationFields
{
    // A plan shows these as changes of state.
    private static readonly string[] s_states = ["running", "autostart"];

    public static ImmutableArray<CreationField> Of(MappingNode spec, SchemaShape shape)
    {
        var fields = ImmutableArray.CreateBuilder<CreationField>();
        foreach (var (key, value) in spec.Entries)
        {
            if (value is SequenceNode list && !IsPlain(list))
            {
                // An item at the top of a spec is a thing of its own, a disk or a network; further below it is a part of one.
                var items = shape.Member(key.Text)?.Items;
                for (var i = 0; i < list.Items.Length; i++)
                {
                    var item = KeyOf(list.Items[i], i);
                    Add(WithoutName(list.Items[i]), items, $"{key.Text}[{item}]", "", fields);
                }
            }
            else if (!s_states.Contains(key.Text))
            {
                Add(value, shape.Member(key.Text), key.Text, "", fields);
            }
        }

        return fields.ToImmutable();
    }

    private static void Add(DocumentNode node, SchemaShape? shape, string owner, string name, ImmutableArray<CreationField>.Builder fields)
    {
        switch (node)
        {
            case var _ when shape is { IsSecret: true } || (node is SequenceNode && shape?.Items is { IsSecret: true }):
                fields.Add(new CreationField(owner, name, null));
                break;
            case MappingNode { Entries: [var only] } when shape?.Positional == only.Key.Text:
                Add(only.Value, shape.Member(only.Key.Text), owner, name, fields);
                break;
            case MappingNode { Entries: [_, ..] } mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    Add(value, shape?.Member(key.Text), owner, name.Length == 0 ? key.Text : $"{name}.{key.Text}", fields);
                }

                break;
            case SequenceNode list when !IsPlain(list):
                for (var i = 0; i < list.Items.Length; i++)
                {
                    Add(WithoutName(list.Items[i]), shape?.Items, owner, $"{name}[{KeyOf(list.Items[i], i)}]", fields);
                }

                break;
            default:
                fields.Add(new CreationField(owner, name, Text(node)));
                break;
        }
    }

    private static string Text(DocumentNode node) => node switch
    {
        ScalarNode scalar => scalar.IsNull ? "null" : scalar.Text,
        SequenceNode list => $"[{string.Join(", ", list.Items.Select(Text))}]",
        _ => "{}",
    };

    private static string KeyOf(DocumentNode item, int index) => (item as MappingNode)?.TextOf("name") ?? index.ToString(CultureInfo.InvariantCulture);

    // The name stands in the brackets already.
    private static DocumentNode WithoutName(DocumentNode item) =>
        item is MappingNode { Entries.Length: > 1 } mapping && mapping.TextOf("name") is not null ? mapping.Without("name") : item;

    private static bool IsPlain(SequenceNode list) => list.Items.All(static item => item is ScalarNode);
}
