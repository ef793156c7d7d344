using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>
/// Takes to the running object what its persistent configuration has just got. libvirt answers success to changes that it ignores, and to an unplugging that the
/// guest never did; so the running XML is read again, and whatever it lacks is reported as pending with the reason.
/// </summary>
internal static class LiveApplication
{
    private static readonly TimeSpan s_guestDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    public static async Task<OperationResult> RunAsync(IHypervisor host, ApplyLive operation, TimeProvider time, CancellationToken cancellationToken)
    {
        var id = operation.Resource;
        var wanted = await host.ReadXmlAsync(id, XmlView.InactiveWithSecrets, CancellationToken.None).ConfigureAwait(false);
        var live = await host.ReadXmlAsync(id, XmlView.LiveWithSecrets, CancellationToken.None).ConfigureAwait(false);
        if (wanted is null || live is null)
        {
            // It was stopped meanwhile: its next start reads the new configuration.
            return OperationResult.Done;
        }

        var facts = KindFacts.For(id.Kind);
        var pending = ImmutableArray.CreateBuilder<PendingChange>();
        var sent = new List<FieldChange>();
        foreach (var batch in LiveBatch.Of(operation.Change.Fields))
        {
            try
            {
                await LiveMeans.ApplyAsync(host, id, facts, batch, wanted, live).ConfigureAwait(false);
                sent.AddRange(batch.Fields);
            }
            catch (LibvirtServerException exception)
            {
                pending.AddRange(batch.Fields.Select(field => new PendingChange(field, Said(exception))));
            }
            catch (NoLiveMeansException exception)
            {
                pending.AddRange(batch.Fields.Select(field => new PendingChange(field, exception.Message)));
            }
        }

        var ignored = await IgnoredAsync(host, operation, facts, sent, time, cancellationToken).ConfigureAwait(false);
        pending.AddRange(ignored.Select(static field => new PendingChange(field, DependsOnGuest(field)
            ? $"libvirt accepted the call, and the guest did not do its part within {s_guestDeadline.TotalSeconds:0} s"
            : "libvirt accepted the call, and the running object did not change")));
        return OperationResult.Done with { Pending = pending.ToImmutable() };
    }

    /// <summary>What was sent and still isn't there. What the guest has a part in may take it a while.</summary>
    private static async Task<IEnumerable<FieldChange>> IgnoredAsync(
        IHypervisor host, ApplyLive operation, KindFacts facts, List<FieldChange> sent, TimeProvider time, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (true)
        {
            var live = await host.ReadXmlAsync(operation.Resource, XmlView.LiveWithSecrets, CancellationToken.None).ConfigureAwait(false);
            if (live is null)
            {
                return [];
            }

            var remaining = Remaining(operation, facts, live);
            var ignored = sent.Where(field => remaining.Contains(field.Path.ToString()) || IsStillPlugged(field, facts, live)).ToList();
            if (!ignored.Exists(DependsOnGuest) || time.GetElapsedTime(begin) > s_guestDeadline)
            {
                return ignored;
            }

            await Task.Delay(s_pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsStillPlugged(FieldChange field, KindFacts facts, XElement live) =>
        IsUnplugging(field) && ItemLocator.Find(facts, live, field.Path) is not null;

    /// <summary>libvirt only asks: a device goes, memory returns and a processor stops when the guest lets it.</summary>
    private static bool DependsOnGuest(FieldChange field) => IsUnplugging(field) || field.LiveMeans is "set-memory" or "set-vcpus";

    private static bool IsUnplugging(FieldChange field) => field is { Kind: FieldChangeKind.Remove, LiveMeans: "attach-device" };

    private static HashSet<string> Remaining(ApplyLive operation, KindFacts facts, XElement live) =>
        [.. XmlComparer.Compare(facts, null, operation.Change.DesiredXml!, live).Changes.Select(static change => change.Path.ToString())];

    private static string Said(LibvirtServerException exception) =>
        string.IsNullOrWhiteSpace(exception.Message) ? "libvirt refused and gave no reason" : $"libvirt refused: {exception.Message}";
}

/// <summary>Changes that one call makes: those of one device, or a single field.</summary>
internal sealed record LiveBatch(string Means, XmlPath Item, ImmutableArray<FieldChange> Fields)
{
    public static IEnumerable<LiveBatch> Of(ImmutableArray<FieldChange> fields) =>
        fields.Where(static field => field is { Effect: Effect.Live, LiveMeans: not null })
            .GroupBy(static field => (field.LiveMeans!, ItemOf(field.Path)))
            .Select(static group => new LiveBatch(group.Key.Item1, group.Key.Item2, [.. group]));

    // devices/disk[root]/driver/@cache belongs to devices/disk[root]; elsewhere each first element stands for itself.
    private static XmlPath ItemOf(XmlPath path) =>
        new(path.Steps[..Math.Min(path.Steps.Length, path.Steps[0].Name is "devices" ? 2 : 1)]);
}
