using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Exporting;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Fleet;

/// <summary>Reads objects of every host that specs declare, and makes specs of them that name their host. Changes nothing.</summary>
/// <param name="connect">Leads to a host by its URI.</param>
public sealed class FleetExport(WorkspaceOptions specs, FleetOptions options, ResourceExporter exporter, Func<string, IHostConnector>? connect = null)
{
    public async Task<ExportResult> RunAsync(ExportRequest request, CancellationToken cancellationToken)
    {
        // What else is in these files need not be ready.
        var workspace = Workspace.Load(specs with { RequiresLock = false }, cancellationToken);
        var found = new DiagnosticBag();
        found.AddRange(workspace.Diagnostics);
        if (workspace.Hosts.IsEmpty)
        {
            found.Add(FleetRunDiagnostics.NoHostsDeclared());
        }

        foreach (var filter in options.Only.Where(filter => !workspace.Hosts.IsEmpty && !workspace.Hosts.Any(filter.Matches)))
        {
            found.Add(FleetRunDiagnostics.NoSuchHost(filter.Text, Nearest.To(filter.Text, workspace.Hosts.Select(static host => host.Name))));
        }

        if (found.HasErrors)
        {
            return new ExportResult([], [.. found]);
        }

        using var turns = new SemaphoreSlim(options.HostsAtOnce);
        var hosts = workspace.Hosts.Where(host => !host.IsInMaintenance && (options.Only.IsEmpty || options.Only.Any(filter => filter.Matches(host))));
        var results = await Task.WhenAll(hosts.Select(host => ExportAsync(host, request, turns, cancellationToken))).ConfigureAwait(false);
        ImmutableArray<ExportedResource> resources = [.. results.SelectMany(static result => result.Resources)];

        // A name must be on one of the hosts, not on all.
        string[] met = [.. request.Selectors.Where(selector => resources.Any(resource => selector.Matches(resource.Id))).Select(static selector => selector.ToString())];
        var findings = results.SelectMany(static result => result.Diagnostics).Where(finding => !met.Any(selector => ExportDiagnostics.IsNothingFound(finding, selector)));
        return new ExportResult(resources, [.. found, .. findings]);
    }

    private async Task<ExportResult> ExportAsync(DeclaredHost host, ExportRequest request, SemaphoreSlim turns, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var export = new HostExport((connect ?? HostConnectors.For)(host.Uri), exporter);
            var result = await Task.Run(() => export.RunAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            return new ExportResult(
                [.. result.Resources.Select(resource => resource with { Host = host.Name })], [.. result.Diagnostics.Select(finding => finding with { Host = host.Name })]);
        }
        finally
        {
            turns.Release();
        }
    }
}
