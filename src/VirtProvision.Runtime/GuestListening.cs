using VirtProvision.Core.Cloning;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Cloning;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime;

/// <summary>Hears guests with <c>identity: fresh</c> say who they are, each from the moment that apply is done with it: what a console has said is gone.</summary>
internal sealed class GuestListening(
    IHostConnector host, ImmutableArray<AskedGuest> guests, ApplyOptions options, IProgress<ApplyProgress>? progress, TimeProvider time, CancellationToken cancellationToken)
    : IProgress<ApplyProgress>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<VerifiedGuests>> _heard = new(StringComparer.Ordinal);

    /// <summary>Whom to ask. A domain that will not run, or could not answer, is an error before anything is done.</summary>
    public static ImmutableArray<AskedGuest> GuestsOf(HostLook look)
    {
        var guests = ImmutableArray.CreateBuilder<AskedGuest>();
        foreach (var spec in look.Graph.Resources.Where(static spec => spec.Id.Kind == ResourceKind.Domain && spec.Spec["identity"] is ScalarNode { Text: "fresh" }))
        {
            var change = look.Plan!.Changes.FirstOrDefault(change => change.Id == spec.Id);
            var isNew = change?.Action is ChangeAction.Create or ChangeAction.Replace;
            if ((isNew ? change!.DefineXml ?? change.DesiredXml : look.Observed.Find(spec.Id)?.Inactive) is not { } xml)
            {
                continue;
            }

            var guest = AskedGuest.Of(spec.Id.Name, xml, isFresh: true, isToldToReport: isNew && (spec.Spec["cloudInit"] as MappingNode)?["userData"] is not ScalarNode { IsNull: false });
            var place = spec.Spec["identity"]!.Span;
            if (spec.Spec["running"] is not ScalarNode { IsTrue: true })
            {
                look.Diagnostics.Add(IdentityDiagnostics.WillNotRun(place, spec.Id.Name));
            }
            else if (guest.CanAnswer)
            {
                guests.Add(guest with { HostName = Hostname(spec) ?? guest.HostName });
            }
            else
            {
                look.Diagnostics.Add(isNew ? IdentityDiagnostics.CannotAnswer(place, spec.Id.Name, guest.IsToldToReport) : IdentityDiagnostics.HasSpoken(place, spec.Id.Name));
            }
        }

        return guests.DrainToImmutable();
    }

    public void Report(ApplyProgress value)
    {
        progress?.Report(value);
        if (value.Stage is ApplyStage.Done && value.Resource.Kind == ResourceKind.Domain)
        {
            Hear(value.Resource.Name);
        }
    }

    /// <summary>Waits for all, and compares.</summary>
    public async Task<ApplyResult> CompleteAsync(ApplyResult result)
    {
        // What failed is not there to be asked, and what was as wanted was not reported.
        foreach (var guest in guests.Where(guest => result.Report?.Outcomes.FirstOrDefault(outcome => outcome.Id == IdOf(guest)) is { State: not (OutcomeState.Failed or OutcomeState.Skipped) }))
        {
            Hear(guest.Domain);
        }

        try
        {
            var heard = await Task.WhenAll(_heard.Values).ConfigureAwait(false);
            var identities = heard.SelectMany(static one => one.Identities).ToImmutableDictionary(StringComparer.Ordinal);
            var answers = guests.Where(guest => identities.ContainsKey(guest.Domain)).Select(guest => (guest, identities[guest.Domain])).ToArray();
            return result with { Identities = identities, Diagnostics = [.. result.Diagnostics, .. heard.SelectMany(static one => one.Diagnostics), .. IdentityComparison.Find(answers)] };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return result;
        }
        catch (LibvirtException exception)
        {
            return result with { Diagnostics = [.. result.Diagnostics, HostDiagnostics.CannotRead(host.Uri, exception)] };
        }
    }

    private static ResourceId IdOf(AskedGuest guest) => new(ResourceKind.Domain, guest.Domain);

    // What the spec itself calls the guest goes before its name.
    private static string? Hostname(ResourceSpec spec) =>
        spec.Spec["cloudInit"] is MappingNode cloudInit ? (cloudInit["metaData"] as MappingNode)?.TextOf("local-hostname") ?? (cloudInit["userData"] as MappingNode)?.TextOf("hostname") : null;

    private void Hear(string domain)
    {
        lock (_gate)
        {
            if (guests.FirstOrDefault(guest => guest.Domain == domain) is { } guest)
            {
                _heard.TryAdd(domain, HearAsync(guest));
            }
        }
    }

    private async Task<VerifiedGuests> HearAsync(AskedGuest guest)
    {
        var hypervisor = await host.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using (hypervisor.ConfigureAwait(false))
        {
            return await new IdentityVerification(hypervisor, time, progress).AskAsync(guest, options.IdentityDeadline, cancellationToken).ConfigureAwait(false);
        }
    }
}
