using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>
/// Takes to the running object what its persistent configuration has. libvirt answers success to changes that it ignores, and to an unplugging that the
/// guest never did; so the running XML is read again, and whatever it lacks is reported as pending with the reason.
/// </summary>
internal sealed class LiveApplication(IHypervisor host, ApplyLive operation, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly ResourceId _id = operation.Resource;
    private readonly KindFacts _facts = KindFacts.For(operation.Resource.Kind);
    private readonly ImmutableArray<PendingChange>.Builder _pending = ImmutableArray.CreateBuilder<PendingChange>();
    private readonly List<FieldChange> _sent = [];

    public async Task<OperationResult> RunAsync(CancellationToken cancellationToken)
    {
        var wanted = operation.Wanted ?? await host.ReadXmlAsync(_id, XmlView.InactiveWithSecrets, CancellationToken.None).ConfigureAwait(false);
        var live = await host.ReadXmlAsync(_id, XmlView.LiveWithSecrets, CancellationToken.None).ConfigureAwait(false);
        if (wanted is null || live is null)
        {
            // It was stopped meanwhile: its next start reads the new configuration.
            return OperationResult.Done;
        }

        var batches = LiveBatch.Of(operation.Change.Fields).ToArray();
        var watch = Array.Exists(batches, static batch => batch.IsUnplugging) ? await host.WatchUnpluggingAsync(_id, cancellationToken).ConfigureAwait(false) : null;
        try
        {
            foreach (var batch in batches)
            {
                await TryAsync(batch, wanted, live, watch, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (watch is not null)
            {
                await watch.DisposeAsync().ConfigureAwait(false);
            }
        }

        foreach (var field in await IgnoredAsync(wanted, cancellationToken).ConfigureAwait(false))
        {
            _pending.Add(new PendingChange(field, DependsOnGuest(field)
                ? $"libvirt accepted the call, and the guest did not do its part within {operation.GuestDeadline.TotalSeconds:0} s"
                : "libvirt accepted the call, and the running object did not change"));
        }

        await RememberAsync(wanted).ConfigureAwait(false);
        return OperationResult.Done with { Pending = _pending.ToImmutable() };
    }

    private async Task TryAsync(LiveBatch batch, XElement wanted, XElement live, IUnplugWatch? watch, CancellationToken cancellationToken)
    {
        try
        {
            if (!batch.IsUnplugging)
            {
                await LiveMeans.ApplyAsync(host, _id, _facts, batch, wanted, live).ConfigureAwait(false);
                _sent.AddRange(batch.Fields);
            }
            else if (ItemLocator.Find(_facts, live, batch.Item) is { } device
                && await Unplugging.RunAsync(host, _id, watch!, device, operation.GuestDeadline, time, cancellationToken).ConfigureAwait(false) is { } reason)
            {
                Postpone(batch, reason);
            }
        }
        catch (LibvirtServerException exception)
        {
            Postpone(batch, Said(exception));
        }
        catch (NoLiveMeansException exception)
        {
            Postpone(batch, exception.Message);
        }
    }

    /// <summary>
    /// The running domain's own metadata say what it was brought to: without that, nobody could tell what has left a spec and still runs. While something is to go
    /// and has not, they stay.
    /// </summary>
    private async Task RememberAsync(XElement wanted)
    {
        if (_id.Kind != ResourceKind.Domain || _pending.Any(static pending => pending.Change.Kind is FieldChangeKind.Remove)
            || AppliedMemory.Read(wanted) is not { } memory)
        {
            return;
        }

        try
        {
            var setting = new LiveSetting.MetadataElement(ProvisionNamespace.Prefix, ProvisionNamespace.Name.NamespaceName, XmlText.Write(memory.ToMetadata()));
            await host.SetLiveAsync(_id, setting, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LibvirtServerException)
        {
            // A driver without metadata of running domains: then what a guest keeps waits for its restart.
        }
    }

    private void Postpone(LiveBatch batch, string reason) => _pending.AddRange(batch.Fields.Select(field => new PendingChange(field, reason)));

    /// <summary>What was sent and still isn't there. What the guest has a part in may take it a while.</summary>
    private async Task<List<FieldChange>> IgnoredAsync(XElement wanted, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (true)
        {
            var live = await host.ReadXmlAsync(_id, XmlView.LiveWithSecrets, CancellationToken.None).ConfigureAwait(false);
            if (live is null)
            {
                return [];
            }

            var remaining = Remaining(wanted, live);
            var ignored = _sent.FindAll(field => remaining.Contains(field.Path.ToString()) || IsStillThere(field, wanted, live));
            if (!ignored.Exists(DependsOnGuest) || time.GetElapsedTime(begin) > operation.GuestDeadline)
            {
                return ignored;
            }

            await Task.Delay(s_pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>libvirt only asks: memory returns and a processor stops when the guest lets it.</summary>
    private static bool DependsOnGuest(FieldChange field) => field.LiveMeans is "set-memory" or "set-vcpus";

    private HashSet<string> Remaining(XElement wanted, XElement live) =>
    [
        .. Wanting(wanted, live).Select(static change => change.Path.ToString()),
        .. PendingComparer.Compare(_facts, wanted, live).Select(static change => change.Path.ToString()),
    ];

    private ImmutableArray<FieldChange> Wanting(XElement wanted, XElement live) => operation.Change switch
    {
        { Layers: not null } => PatchPlanner.Lacking(operation.Change, wanted, live),
        { DesiredXml: { } desired } => XmlComparer.Compare(_facts, null, desired, live).Changes,
        _ => [],
    };

    /// <summary>A value that was to go, is gone from the configuration and remains in the running object.</summary>
    private bool IsStillThere(FieldChange field, XElement wanted, XElement live) =>
        field.Kind is FieldChangeKind.Remove && !_facts.At(field.Path).IsRuntime && ValueIn(live, field) is { } value && value == field.Before && ValueIn(wanted, field) is null;

    private string? ValueIn(XElement root, FieldChange field) =>
        ItemLocator.Find(_facts, root, field.Path) is not { } element ? null
        : field.Path.Steps[^1].Name is ['@', .. var name] ? element.Attribute(XName.Get(name))?.Value
        : element.HasElements ? null : element.Value.Trim();

    private static string Said(LibvirtServerException exception) =>
        string.IsNullOrWhiteSpace(exception.Message) ? "libvirt refused and gave no reason" : $"libvirt refused: {exception.Message}";
}
