using VirtProvision.Core.Comparison;
using VirtProvision.Core.Xml;

namespace VirtProvision.Runtime.Applying;

/// <summary>Changes that belong together: of one device, of one element, or all that one call takes.</summary>
internal sealed record LiveBatch(string Means, XmlPath Item, ImmutableArray<FieldChange> Fields)
{
    public bool IsUnplugging => this is { Means: "attach-device", Fields: [{ Kind: FieldChangeKind.Remove }, ..] };

    /// <summary>In the order in which they are made: what goes makes room, what devices need is there before they come.</summary>
    public static IEnumerable<LiveBatch> Of(ImmutableArray<FieldChange> fields) =>
        fields.Where(static field => field is { Effect: Effect.Live, LiveMeans: not null })
            .GroupBy(static field => (Means: field.LiveMeans!, Item: ItemOf(field)))
            .Select(static group => new LiveBatch(group.Key.Means, group.Key.Item, [.. group]))
            .OrderBy(static batch => batch.IsUnplugging ? 0 : batch.Means is "attach-device" ? 2 : 1)
            .ThenBy(static batch => RankOf(batch.Fields[0]));

    // devices/disk[root]/driver/@cache belongs to devices/disk[root], and cputune/vcpupin[0]/@cpuset to cputune/vcpupin[0].
    private static XmlPath ItemOf(FieldChange field) => field.LiveMeans switch
    {
        "set-scheduler-parameters" or "set-memory-parameters" or "set-blkio-parameters" or "set-perf-events" or "set-iothreads" => XmlPath.Root,
        _ => new(field.Path.Steps[..Math.Min(field.Path.Steps.Length, field.Path.Steps[0].Name is "on_poweroff" or "on_reboot" or "on_crash" ? 1 : 2)]),
    };

    // QEMU refuses to destroy on reboot what restarts on power-off, even for a moment.
    private static int RankOf(FieldChange field) => (field.Path.Plain, field.After) switch
    {
        ("on_reboot", "destroy") => 1,
        ("on_poweroff", "restart") => 1,
        _ => 0,
    };
}
