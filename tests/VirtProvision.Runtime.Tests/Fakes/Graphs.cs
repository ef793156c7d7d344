using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Tests.Fakes;

internal static class Graphs
{
    private static readonly TextSpan s_span = new SourceFile("test.yaml", "").Start;

    public static ResourceSpec Spec(ResourceId id) =>
        new(id, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty, MappingNode.Empty(s_span), s_span);

    public static ResourceGraph Of(params (ResourceId Id, ImmutableArray<ResourceId> Needs)[] resources) =>
        new([.. resources.Select(resource => Spec(resource.Id))], resources.ToImmutableDictionary(resource => resource.Id, resource => resource.Needs));
}
