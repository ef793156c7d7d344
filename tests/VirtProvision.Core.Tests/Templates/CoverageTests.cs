using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;

namespace VirtProvision.Core.Tests.Templates;

/// <summary>Keeps the promise that a field is a schema property and a place in a template: one without the other is found here.</summary>
public sealed class CoverageTests
{
    public static TheoryData<string> Kinds => [.. ResourceKind.All.Where(static kind => kind.Patched is null).Select(static kind => kind.Name)];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_field_of_the_schema_comes_out_in_the_XML(string kindName)
    {
        var kind = ResourceKind.Find(kindName)!;
        var map = TemplateRenderer.Embedded.MapOf(kind);

        Assert.Equal("", string.Join("\n", LeavesOf(SchemaCatalog.Embedded.SpecOf(kind), "", []).Where(path => !map.OfSpec(path).Any())));
    }

    /// <summary>Fields that hold a value. A schema inside itself is followed once.</summary>
    private static IEnumerable<string> LeavesOf(SchemaShape shape, string path, ImmutableHashSet<string> around)
    {
        if (shape.IgnoredInXml)
        {
            yield break;
        }

        if (shape.Types.HasFlag(SchemaType.Array) && shape.Items is { } items)
        {
            foreach (var leaf in LeavesOf(items, $"{path}[]", around))
            {
                yield return leaf;
            }
        }
        else if (shape.Types.HasFlag(SchemaType.Object) && shape.Properties.Count > 0)
        {
            if (around.Contains(Key(shape)))
            {
                yield break;
            }

            foreach (var (name, member) in shape.Properties)
            {
                foreach (var leaf in LeavesOf(member, path.Length is 0 ? name : $"{path}.{name}", around.Add(Key(shape))))
                {
                    yield return leaf;
                }
            }
        }
        else if (shape.Types.HasFlag(SchemaType.Object) && shape.AdditionalProperties is { } values)
        {
            foreach (var leaf in LeavesOf(values, $"{path}[]", around))
            {
                yield return leaf;
            }
        }
        else
        {
            yield return path;
        }
    }

    // A $ref and what it leads to are two shapes with the same members.
    private static string Key(SchemaShape shape) => string.Join(',', shape.Properties.Select(static member => $"{member.Key}:{member.Value}"));
}
