using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Fleet;

/// <summary>The specs of a run, and the hosts that it goes to.</summary>
/// <param name="Hosts">Those that something belongs to and that were not left out.</param>
internal sealed record FleetWorkspace(Workspace Specs, ImmutableArray<FleetHost> Hosts, ImmutableArray<Diagnostic> Findings)
{
    /// <summary>The only journey there is when no spec speaks of hosts.</summary>
    public FleetHost? Alone => Specs.IsOfOneHost && Hosts is [{ Declared: null } only] ? only : null;

    public bool HasErrors => Findings.Any(static finding => finding.IsError);

    /// <param name="connection">Where goes what names no host.</param>
    /// <param name="connect">Leads to a host by its URI.</param>
    public static FleetWorkspace Load(
        WorkspaceOptions options, FleetOptions fleet, IHostConnector connection, Func<string, IHostConnector> connect, TemplateRenderer renderer, PipelineTools tools, CancellationToken cancellationToken)
    {
        var specs = Workspace.Load(options, cancellationToken);
        var found = new DiagnosticBag();
        found.AddRange(specs.Diagnostics);
        foreach (var host in specs.Hosts)
        {
            if (HostConnectors.WhyNoUri(host.Uri) is { } why)
            {
                found.Add(FleetDiagnostics.NotAHostUri(host.UriSpan, why));
            }
        }

        Unmatched(specs, fleet, connection.Uri, found);
        ReportDoubles(specs, connection.Uri, found);
        ImmutableArray<FleetHost> hosts =
        [
            .. from share in specs.Shares
               where fleet.Only.IsEmpty || fleet.Only.Any(filter => share.Host is { } host ? filter.Matches(host) : filter.Matches(connection.Uri))
               let own = specs.IsOfOneHost ? specs with { Diagnostics = [.. found] } : specs.At(share)
               select new FleetHost(share.Host, share.Host is { } host ? connect(host.Uri) : connection, new Pipeline(_ => own, renderer, tools)),
        ];
        return new FleetWorkspace(specs, hosts, [.. found]);
    }

    private static void Unmatched(Workspace specs, FleetOptions fleet, string connection, DiagnosticBag found)
    {
        foreach (var filter in fleet.Only.Where(filter => !filter.Matches(connection) && !specs.Hosts.Any(filter.Matches)))
        {
            found.Add(FleetRunDiagnostics.NoSuchHost(filter.Text, Nearest.To(filter.Text, specs.Hosts.Select(static host => host.Name))));
        }
    }

    // What belongs to the connection is on a host that may have a name too.
    private static void ReportDoubles(Workspace specs, string connection, DiagnosticBag found)
    {
        if (specs.Shares.FirstOrDefault(share => share.Host?.Uri == connection) is not { Host: { } host } named || specs.Shares.FirstOrDefault(static share => share.Host is null) is not { } unnamed)
        {
            return;
        }

        foreach (var spec in unnamed.Declared.Resources)
        {
            if (named.Declared.Resources.FirstOrDefault(other => other.Id == spec.Id) is { } other)
            {
                found.Add(FleetRunDiagnostics.DeclaredForBoth(spec.Span, spec.Id.ToString(), connection, host.Name, other.Span));
            }
        }
    }
}
