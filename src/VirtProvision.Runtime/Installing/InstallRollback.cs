using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Installing;

/// <summary>Takes back what a failed installation made for its domain. In contrast to specs, nobody will run the same command again to go on.</summary>
internal static class InstallRollback
{
    public static async Task<ImmutableArray<Diagnostic>> RunAsync(IHostConnector host, ApplyReport report)
    {
        var made = report.Outcomes.Where(static outcome => outcome.State is OutcomeState.Applied && outcome.Done.Any(IsCreation)).Reverse().ToArray();
        if (made.Length is 0)
        {
            return [];
        }

        var findings = new DiagnosticBag();
        try
        {
            var hypervisor = await host.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
            await using (hypervisor.ConfigureAwait(false))
            {
                foreach (var outcome in made)
                {
                    await RemoveAsync(hypervisor, outcome, findings).ConfigureAwait(false);
                }
            }
        }
        catch (LibvirtException exception)
        {
            findings.Add(InstallationDiagnostics.NotTakenBack(string.Join(", ", made.Select(static outcome => outcome.Id)), exception.Message));
        }

        return [.. findings];
    }

    private static bool IsCreation(Operation operation) => operation is DefineNew or CreateVolume or CloneVolume or UploadVolume;

    private static async Task RemoveAsync(IHypervisor host, ResourceOutcome outcome, DiagnosticBag findings)
    {
        try
        {
            if (outcome.Id.Kind == ResourceKind.StorageVolume)
            {
                await host.DeleteVolumeAsync(outcome.Id, CancellationToken.None).ConfigureAwait(false);
                return;
            }

            if (await host.IsActiveAsync(outcome.Id, CancellationToken.None).ConfigureAwait(false))
            {
                await host.StopAsync(outcome.Id, CancellationToken.None).ConfigureAwait(false);
            }

            await host.UndefineAsync(outcome.Id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception)
        {
            findings.Add(InstallationDiagnostics.NotTakenBack(outcome.Id.ToString(), exception.Message));
        }
    }
}
