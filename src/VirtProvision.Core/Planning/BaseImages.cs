using System.Xml.Linq;
using VirtProvision.Core.Chains;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Planning;

/// <summary>Images that others stand on are neither deleted nor shrunk, and no guest that writes to them is started.</summary>
public static class BaseImages
{
    /// <summary>Whether the plan does something that a base would not survive: only then the whole host has to be asked who stands on what.</summary>
    public static bool MayBeTouched(Plan plan, ObservedHost observed) => plan.Changes.Any(change => Loss(change) is not null || WrittenBy(change, observed).Any());

    public static void Report(Plan plan, ResourceGraph graph, ObservedHost observed, ImageGraph images, DiagnosticBag diagnostics)
    {
        var spans = graph.Resources.ToDictionary(static spec => spec.Id, static spec => spec.Span);
        var gone = plan.Changes.Where(static change => change.Id.Kind == ResourceKind.StorageVolume && change.Action is ChangeAction.Delete or ChangeAction.Replace)
            .Select(change => images.PathOf(change.Id.Pool!, change.Id.Name)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var change in plan.Changes)
        {
            if (Loss(change) is { } verb && images.PathOf(change.Id.Pool!, change.Id.Name) is { } path && images.Standing(path, gone) is { IsEmpty: false } standing)
            {
                diagnostics.Add(PlanningDiagnostics.BaseLost(spans.GetValueOrDefault(change.Id), change.Id, verb, standing));
            }

            foreach (var image in WrittenBy(change, observed).Select(source => PathOf(source, images)).OfType<string>())
            {
                if (images.Standing(image, gone) is { IsEmpty: false } others)
                {
                    diagnostics.Add(PlanningDiagnostics.BaseWritten(spans.GetValueOrDefault(change.Id), change.Id, image, others));
                }
            }
        }
    }

    /// <summary>How a volume loses what is in it; null when it does not.</summary>
    private static string? Loss(ResourceChange change) => change.Id.Kind != ResourceKind.StorageVolume ? null : change.Action switch
    {
        ChangeAction.Delete => "deleted",
        ChangeAction.Replace => "made anew",
        _ => change.Fields.Any(static field => field.Effect is Effect.DataLoss) ? "shrunk" : null,
    };

    /// <summary>The sources of disks that a domain would write to once the plan has started it.</summary>
    private static IEnumerable<XElement> WrittenBy(ResourceChange change, ObservedHost observed)
    {
        if (change.Id.Kind != ResourceKind.Domain || !change.States.Any(static state => state is { Field: Planner.Running, After: true }))
        {
            return [];
        }

        var xml = change.DefineXml ?? observed.Find(change.Id)?.Inactive;
        return xml?.Element("devices")?.Elements("disk")
            .Where(static disk => disk.Attribute("device")?.Value is not "cdrom" && disk.Element("readonly") is null && disk.Element("transient") is null)
            .Select(static disk => disk.Element("source")).OfType<XElement>() ?? [];
    }

    private static string? PathOf(XElement source, ImageGraph images) =>
        source.Attribute("file")?.Value ?? source.Attribute("dev")?.Value
        ?? (source.Attribute("pool")?.Value is { } pool && source.Attribute("volume")?.Value is { } volume ? images.PathOf(pool, volume) : null);
}
