using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Tests.Cases;

/// <summary>Walks over the fields that a schema declares, and over those that a spec writes.</summary>
internal static class SpecFields
{
    /// <summary>Every property by where its schema stands, so that what devices share counts once.</summary>
    public static IEnumerable<(string Location, string Path)> Declared(SchemaShape shape, string path = "")
    {
        foreach (var (name, member) in shape.Properties)
        {
            var inner = path.Length is 0 ? name : $"{path}.{name}";
            yield return (LocationOf(member), inner);
            foreach (var field in Declared(member.Items ?? member, inner))
            {
                yield return field;
            }
        }
    }

    public static IEnumerable<string> Written(DocumentNode node, SchemaShape shape)
    {
        switch (node)
        {
            case SequenceNode sequence when shape.Items is { } items:
                return sequence.Items.SelectMany(item => Written(item, items));
            case MappingNode mapping:
                return mapping.Entries
                    .Where(entry => shape.Properties.ContainsKey(entry.Key.Text))
                    .SelectMany(entry => Written(entry.Value, shape.Properties[entry.Key.Text]).Prepend(LocationOf(shape.Properties[entry.Key.Text])));
            default:
                return [];
        }
    }

    private static string LocationOf(SchemaShape shape) => shape.Roots[0].Location;
}
