using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>Gives a volume another capacity.</summary>
internal static class VolumeResize
{
    public static async Task<OperationResult> RunAsync(IHypervisor host, ResizeVolume resize)
    {
        // A running guest holds the image's lock: then the hypervisor itself has to resize it, and the guest sees the new size at once.
        if (resize.User is { } user && await TargetAsync(host, resize, user).ConfigureAwait(false) is { } target)
        {
            await host.ResizeDiskAsync(user, target, resize.Capacity, CancellationToken.None).ConfigureAwait(false);
        }
        else
        {
            await host.ResizeVolumeAsync(resize.Resource, resize.Capacity, resize.Shrink, CancellationToken.None).ConfigureAwait(false);
        }

        return OperationResult.Done;
    }

    private static async Task<string?> TargetAsync(IHypervisor host, ResizeVolume resize, Core.Resources.ResourceId user)
    {
        if (!await host.IsActiveAsync(user, CancellationToken.None).ConfigureAwait(false))
        {
            return null;
        }

        var live = await host.ReadXmlAsync(user, XmlView.Live, CancellationToken.None).ConfigureAwait(false);
        var disk = live?.Element("devices")?.Elements("disk").FirstOrDefault(disk =>
            disk.Element("source") is { } source
            && source.Attribute("pool")?.Value == resize.Resource.Pool
            && source.Attribute("volume")?.Value == resize.Resource.Name);
        return disk?.Element("target")?.Attribute("dev")?.Value;
    }
}
