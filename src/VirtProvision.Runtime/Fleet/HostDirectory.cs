using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Fleet;

/// <summary>A host as specs declare it, and how many resources belong to it.</summary>
public sealed record HostEntry(DeclaredHost Host, int Resources);

/// <summary>What an examination of one host gave.</summary>
/// <param name="Name">As specs name it; null for a host that was given by its URI.</param>
/// <param name="Checks">Empty for one that was left alone.</param>
public sealed record HostReview(string? Name, string Uri, ImmutableArray<HostCheck> Checks)
{
    public string Label => Name ?? Uri;

    /// <summary>It is in maintenance, and nobody asked for it by its name.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Why it is in maintenance, where its spec says so.</summary>
    public string? Reason { get; init; }
}

/// <summary>The hosts that specs declare: listed, and examined.</summary>
/// <param name="connect">Leads to a host by its URI.</param>
public sealed class HostDirectory(WorkspaceOptions options, Func<string, IHostConnector>? connect = null)
{
    public (ImmutableArray<HostEntry> Hosts, ImmutableArray<Diagnostic> Diagnostics) List(CancellationToken cancellationToken)
    {
        var specs = Workspace.Load(options, cancellationToken);
        return ([.. specs.Hosts.Select(host => new HostEntry(host, specs.Shares.FirstOrDefault(share => share.Host == host)?.Declared.Resources.Length ?? 0))], specs.Diagnostics);
    }

    /// <summary>Examines hosts that are named by URI or, where there are specs, as <c>--host</c> names them.</summary>
    /// <param name="names">Empty for all that the specs declare, or without specs for that of the connection.</param>
    /// <param name="connection">The URI of the connection.</param>
    public async Task<(ImmutableArray<HostReview> Hosts, ImmutableArray<Diagnostic> Diagnostics)> ExamineAsync(
        ImmutableArray<string> names, string connection, int atOnce, CancellationToken cancellationToken)
    {
        var found = new DiagnosticBag();
        var hosts = Find(names, connection, found, cancellationToken);
        if (found.HasErrors)
        {
            return ([], [.. found]);
        }

        using var turns = new SemaphoreSlim(atOnce);
        return ([.. await Task.WhenAll(hosts.Select(host => ReviewAsync(host, turns, cancellationToken))).ConfigureAwait(false)], [.. found]);
    }

    private ImmutableArray<HostReview> Find(ImmutableArray<string> names, string connection, DiagnosticBag found, CancellationToken cancellationToken)
    {
        if (options.Paths.IsEmpty && names.IsEmpty)
        {
            // An alias, or nothing, stands for a URI that only the connector knows.
            return [new HostReview(Name: null, (connect ?? HostConnectors.For)(connection).Uri, [])];
        }

        ImmutableArray<DeclaredHost> declared = [];
        if (!options.Paths.IsEmpty)
        {
            // A host is examined whether or not what belongs to it is ready.
            var specs = Workspace.Load(options with { RequiresLock = false }, cancellationToken);
            found.AddRange(specs.Diagnostics);
            declared = specs.Hosts;
            if (declared.IsEmpty)
            {
                found.Add(FleetRunDiagnostics.NoHostsDeclared());
            }
        }

        var hosts = new List<HostReview>();
        foreach (var name in names.IsEmpty ? ["*"] : names)
        {
            DeclaredHost[] matching = [.. declared.Where(new HostFilter(name).Matches)];
            hosts.AddRange(matching.Select(host => new HostReview(host.Name, host.Uri, []) { IsSkipped = host.IsInMaintenance && name != host.Name, Reason = host.MaintenanceReason }));
            if (matching is [] && name.Contains("://", StringComparison.Ordinal))
            {
                hosts.Add(new HostReview(Name: null, name, []));
            }
            else if (matching is [] && !found.HasErrors)
            {
                found.Add(FleetRunDiagnostics.NoSuchHost(name, Nearest.To(name, declared.Select(static host => host.Name))));
            }
        }

        // Who is named twice, once by name, is meant.
        return [.. hosts.OrderBy(static host => host.IsSkipped).DistinctBy(static host => host.Uri).OrderBy(host => hosts.FindIndex(other => other.Uri == host.Uri))];
    }

    private async Task<HostReview> ReviewAsync(HostReview host, SemaphoreSlim turns, CancellationToken cancellationToken)
    {
        if (host.IsSkipped)
        {
            return host;
        }

        await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var checkup = new HostCheckup((connect ?? HostConnectors.For)(host.Uri));
            return host with { Checks = HostExamination.Judge(await Task.Run(() => checkup.ExamineAsync(cancellationToken), cancellationToken).ConfigureAwait(false)) };
        }
        finally
        {
            turns.Release();
        }
    }
}
