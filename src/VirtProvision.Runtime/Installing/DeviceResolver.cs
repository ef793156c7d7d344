using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Installing;

/// <summary>Finds the devices of a new domain on the host where it is made. Reads only; what has to be made comes back as resources.</summary>
public static class DeviceResolver
{
    /// <param name="domain">Its hypervisor type and machine are chosen, its other defaults are not applied yet.</param>
    public static async Task<ResolvedDevices> ResolveAsync(
        ResourceSpec domain, IHostInventory inventory, HostFacts host, DeviceSettings settings, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        settings = settings with { ImagesFolder = ImagesFolders.On(host, settings) };
        var view = await HostSurvey.ReadAsync(domain.Spec, inventory, host, settings, cancellationToken).ConfigureAwait(false);
        return DeviceResolution.Resolve(domain, view, host, settings, diagnostics);
    }
}
