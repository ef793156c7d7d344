using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Runtime.Cloning;

/// <param name="Domains">How many were looked at.</param>
/// <param name="Failure">Why the host could not be read; null when it could.</param>
public sealed record IdentitySurveyResult(int Domains, ImmutableArray<SharedIdentity> Shared, Diagnostic? Failure);

/// <summary>Looks over all domains of a host for what more than one of them has. Reads only.</summary>
public static class IdentitySurvey
{
    public static async Task<IdentitySurveyResult> RunAsync(IHostConnector host, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var images = await HostImages.ReadAsync(reader.Inventory, host.IsLocal, cancellationToken).ConfigureAwait(false);
                var domains = await reader.Inventory.DomainsAsync(cancellationToken).ConfigureAwait(false);
                return new IdentitySurveyResult(domains.Length, IdentityLint.Find(domains, images), Failure: null);
            }
        }
        catch (LibvirtException exception)
        {
            return new IdentitySurveyResult(0, [], HostDiagnostics.CannotRead(host.Uri, exception));
        }
    }
}
