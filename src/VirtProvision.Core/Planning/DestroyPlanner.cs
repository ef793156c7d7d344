using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Planning;

/// <summary>Declared resources → what destroy would remove.</summary>
public static class DestroyPlanner
{
    /// <summary>Deletions of what the specs declare and the host has, users before what they use. Volumes are kept unless storage is to go too.</summary>
    public static Plan Plan(ResourceGraph graph, ObservedHost observed, bool deletesStorage)
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
                    null));
            }
        }

        return new Plan(changes.ToImmutable());
    }
}
