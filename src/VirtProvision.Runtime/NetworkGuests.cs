using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime;

/// <summary>
/// A network that starts anew cuts the link of every guest on it, and most of these no spec of this run declares. All running domains are asked, over a
/// connection of their own, in the rare run that stops a network.
/// </summary>
internal static class NetworkGuests
{
    public static async Task<Plan> NameAsync(Plan plan, PlannerInput input, IHostConnector host, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var stopping = plan.Changes.Where(change => input.Observed.Find(change.Id) is { IsRunning: true } && Stops(change)).Select(static change => change.Id).ToHashSet();
        if (stopping.Count == 0)
        {
            return plan;
        }

        var attached = await ReadAsync(host, diagnostics, cancellationToken).ConfigureAwait(false);
        input = input with { AttachedDomains = attached };
        var declared = plan.Changes.Zip(input.Graph.Resources, (change, spec) => stopping.Contains(change.Id) ? Planner.ChangeOf(spec, input) : change);
        return new Plan([.. declared, .. plan.Changes.Skip(input.Graph.Resources.Length)]);
    }

    /// <summary>Per network of the host the running domains on it; empty, with a finding, when the host can't be read.</summary>
    public static async Task<ImmutableDictionary<ResourceId, ImmutableArray<string>>> ReadAsync(IHostConnector host, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAttachedDomainsAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (LibvirtException exception)
        {
            diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return ImmutableDictionary<ResourceId, ImmutableArray<string>>.Empty;
        }
    }

    private static bool Stops(ResourceChange change) =>
        change.Id.Kind == ResourceKind.Network
        && (change.Action is ChangeAction.Replace
            || change.Fields.Any(static field => field.Effect is Effect.NextStart)
            || change.States.Any(static state => state is { Field: Planner.Running, After: false }));
}
