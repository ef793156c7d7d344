using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Planning;

/// <summary>
/// Whether an image that the host does not have is to be fetched. One that every disk was already made from is not: it may have been removed because nothing
/// stands on it any more, or be a newer one that only new disks will start from.
/// </summary>
internal static class ImageNeed
{
    public static bool IsNeeded(ResourceSpec spec, PlannerInput input)
    {
        if (spec.ImageName is null || spec.IsMedium)
        {
            return true;
        }

        var hasUsers = false;
        foreach (var (id, needs) in input.Graph.Dependencies)
        {
            if (id.Kind == ResourceKind.StorageVolume && needs.Contains(spec.Id))
            {
                hasUsers = true;
                if (input.Observed.Find(id) is not { } made || StandsOn(made, spec.Id.Name))
                {
                    return true;
                }
            }
        }

        return !hasUsers;
    }

    private static bool StandsOn(ObservedResource volume, string image) =>
        volume.Inactive.Element("backingStore")?.Element("path")?.Value.EndsWith("/" + image, StringComparison.Ordinal) is true;
}
