using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Tests.Schemas;

public sealed class ShippedSchemaTests
{
    public static TheoryData<string> Files => [.. KindFiles.Paths.Where(static path => path.EndsWith(".schema.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public void Every_schema_loads_with_all_that_it_refers_to(string file)
    {
        foreach (var (_, node) in SchemaCatalog.Embedded.NodesOf(file))
        {
            Assert.NotNull(node.Shape.Properties);
        }
    }
}
