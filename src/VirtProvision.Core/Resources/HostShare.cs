using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>What of the specs of a run belongs to one host.</summary>
/// <param name="Host">Null for the host of the connection.</param>
public sealed record HostShare(DeclaredHost? Host, ImmutableArray<ResourceSpec> Specs, ImmutableArray<ReplicaSet> ReplicaSets)
{
    /// <summary>The hosts that the specs declare; one declared twice is reported.</summary>
    public static ImmutableArray<DeclaredHost> HostsOf(IEnumerable<ResourceSpec> specs, DiagnosticBag diagnostics)
    {
        var hosts = ImmutableArray.CreateBuilder<DeclaredHost>();
        foreach (var spec in specs.Where(static spec => spec.Id.Kind == ResourceKind.Host))
        {
            var host = DeclaredHost.Of(spec.Id.Name, spec.Labels, spec.Spec, spec.Span);
            if (hosts.FirstOrDefault(other => other.Name == host.Name) is { } first)
            {
                diagnostics.Add(ResourceDiagnostics.Duplicate(host.Span, spec.Id, first.Span));
                continue;
            }

            // Whoever is shown the line of the URI is shown the password.
            if (host.WithoutPassword() is { } open)
            {
                diagnostics.Add(FleetDiagnostics.PasswordInUri(host.Span));
                host = open;
            }

            if (hosts.FirstOrDefault(other => other.Uri == host.Uri) is { } same)
            {
                diagnostics.Add(FleetDiagnostics.SameUri(host.UriSpan, host.Name, same.Name, same.UriSpan));
            }

            hosts.Add(host);
        }

        return hosts.DrainToImmutable();
    }

    /// <summary>A share for each host that something belongs to: first the connection's, then the others in the order of their documents.</summary>
    public static ImmutableArray<HostShare> Divide(ImmutableArray<ResourceSpec> specs, ImmutableArray<ReplicaSet> replicas, ImmutableArray<DeclaredHost> hosts, DiagnosticBag diagnostics)
    {
        var others = new OtherHosts(hosts, diagnostics);
        ImmutableArray<ResourceSpec> resources = [.. specs.Where(static spec => spec.Id.Kind != ResourceKind.Host).Select(others.Lead)];
        foreach (var spec in resources)
        {
            Check(spec, hosts, diagnostics);
        }

        var shares = ImmutableArray.CreateBuilder<HostShare>();
        foreach (var host in hosts.Prepend(null))
        {
            ImmutableArray<ResourceSpec> own = [.. resources.Where(spec => host is null ? spec.Placement is null : spec.Placement?.Holds(host) is true)];
            ImmutableArray<ReplicaSet> sets = [.. replicas.Where(set => set.MayBeOn(host))];
            if (!own.IsEmpty || !sets.IsEmpty)
            {
                shares.Add(new HostShare(host, own, sets));
            }
        }

        // Where no host is spoken of, there is always the connection's.
        return shares.Count is 0 && hosts.IsEmpty ? [new HostShare(null, [], [])] : shares.DrainToImmutable();
    }

    private static void Check(ResourceSpec spec, ImmutableArray<DeclaredHost> hosts, DiagnosticBag diagnostics)
    {
        if (spec.Placement is { } placement && !hosts.Any(placement.Holds))
        {
            diagnostics.Add(placement.Host is { } name
                ? FleetDiagnostics.UnknownHost(name.Span, name.Text, Nearest.To(name.Text, hosts.Select(static host => host.Name)))
                : FleetDiagnostics.SelectorWithoutHost(placement.Place.Span, spec.Id.ToString()));
        }
    }
}
