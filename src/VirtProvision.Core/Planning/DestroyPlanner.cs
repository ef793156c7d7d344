using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Planning;

/// <summary>Declared resources → what destroy would remove.</summary>
public static class DestroyPlanner
{
    /// <summary>Deletions of what the specs declare and the host has, users before what they use. Volumes are kept unless storage is to go too.</summary>
    /// <param name="attached">Per network the running domains on it.</param>
    public static Plan Plan(
        ResourceGraph graph, ObservedHost observed, bool deletesStorage, ImmutableDictionary<ResourceId, ImmutableArray<string>>? attached = null)
    {
        var changes = ImmutableArray.CreateBuilder<ResourceChange>();
        for (var i = graph.Resources.Length - 1; i >= 0; i--)
        {
            var id = graph.Resources[i].Id;
            if (observed.Find(id) is { } resource && (deletesStorage || id.Kind != ResourceKind.StorageVolume))
            {
                changes.Add(new ResourceChange(
                    id,
                    ChangeAction.Delete,
                    [],
                    resource.IsRunning ? [new StateChange("running", true, false)] : [],
                    Disruptions.Of(id.Kind, ChangeAction.Delete, [], [], resource.IsRunning),
                    [],
                    null,
                    null)
                {
                    Notes = Others(attached?.GetValueOrDefault(id) ?? [], observed) is { IsEmpty: false } others ? [PlanNotes.CutsLink(others)] : [],
                });
            }
        }

        return new Plan(changes.ToImmutable());
    }

    // Those that are declared go themselves.
    private static ImmutableArray<string> Others(ImmutableArray<string> domains, ObservedHost observed) =>
        domains.IsDefaultOrEmpty ? [] : domains.RemoveAll(name => observed.Find(new ResourceId(ResourceKind.Domain, name)) is not null);
}
