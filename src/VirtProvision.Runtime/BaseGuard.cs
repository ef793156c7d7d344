using VirtProvision.Core.Planning;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Runtime;

/// <summary>
/// Keeps a plan from what images would not survive that others stand on. Most of these no spec of this run declares, so every volume and every domain is asked,
/// over a connection of its own, in the runs that delete, shrink, or start what writes.
/// </summary>
internal static class BaseGuard
{
    public static async Task CheckAsync(HostLook look, IHostConnector host, CancellationToken cancellationToken)
    {
        if (look.Plan is not { } plan || look.Diagnostics.HasErrors || !BaseImages.MayBeTouched(plan, look.Observed))
        {
            return;
        }

        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                BaseImages.Report(plan, look.Graph, look.Observed, await HostImages.ReadAsync(reader.Inventory, host.IsLocal, cancellationToken).ConfigureAwait(false), look.Diagnostics);
            }
        }
        catch (LibvirtException exception)
        {
            look.Diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
        }
    }
}
