using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Planning;

/// <summary>What a call would be refused for though the facts know it: numbers that depend on what else the running domain has.</summary>
internal static class LiveLimits
{
    /// <param name="lacking">What the running domain lacks.</param>
    /// <param name="wanted">The configuration that it lacks it of; where that is sparse, the rest is in <paramref name="inactive"/>.</param>
    public static ImmutableArray<FieldChange> Judge(KindFacts facts, ImmutableArray<FieldChange> lacking, XElement wanted, XElement live, XElement inactive)
    {
        if (lacking.IsEmpty || live.Name.LocalName is not "domain")
        {
            return lacking;
        }

        var ports = new FreePciePorts(live);
        foreach (var field in lacking.Where(static field => field is { Kind: FieldChangeKind.Remove, LiveMeans: "attach-device" }))
        {
            ports.GiveBack(ItemLocator.Find(facts, live, field.Path));
        }

        return [.. lacking.Select(field => field switch
        {
            { LiveMeans: "set-memory" } when !IsWithinMemory(wanted, live) => AtNextStart(field),
            { LiveMeans: "set-vcpus" } when !CanHave(ProcessorsIn(wanted) ?? ProcessorsIn(inactive), live, inactive) => AtNextStart(field),
            { LiveMeans: "attach-device", Kind: FieldChangeKind.Add } when ItemLocator.Find(facts, wanted, field.Path) is { } device && !ports.Take(device) => AtNextStart(field),
            _ => field,
        })];
    }

    /// <summary>Whether a change would take processors from the guest.</summary>
    public static bool TakesProcessors(FieldChange field, XElement live) =>
        field.LiveMeans is "set-vcpus" && Number(field.After) is { } count && count < ProcessorsIn(live);

    /// <summary>Whether the running guest's balloon was set to what is desired: then the rest is the guest's.</summary>
    /// <param name="asked">What it was last brought to; null when nobody knows.</param>
    public static bool WasAskedForMemory(XElement? asked, XElement desired) =>
        asked is null || Bytes(asked.Element("currentMemory")) == Bytes(desired.Element("currentMemory"));

    private static FieldChange AtNextStart(FieldChange field) => field with { Effect = Effect.NextStart, LiveMeans = null };

    // "cannot set memory higher than max memory"
    private static bool IsWithinMemory(XElement wanted, XElement live) =>
        Bytes(wanted.Element("currentMemory")) is not { } current || Bytes(live.Element("memory")) is not { } memory || current <= memory;

    private static bool CanHave(int? count, XElement live, XElement inactive)
    {
        if (count is null || ProcessorsIn(live) is not { } present || Number(live.Element("vcpu")?.Value) is not { } maximum)
        {
            return true;
        }

        // While one is still being taken away, QEMU does not survive to be given another.
        return count >= present
            ? count <= maximum && present <= ProcessorsIn(inactive)
            : present - count <= live.Elements("vcpus").Elements("vcpu").Count(static vcpu => vcpu.Attribute("enabled")?.Value is "yes" && vcpu.Attribute("hotpluggable")?.Value is "yes");
    }

    private static int? ProcessorsIn(XElement domain) => domain.Element("vcpu") is { } vcpu ? Number(vcpu.Attribute("current")?.Value ?? vcpu.Value) : null;

    private static int? Number(string? text) => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Int128? Bytes(XElement? size) => size is null ? null : SizeValue.Bytes(s_kibibytes, size, size.Value);

    private static readonly FieldFacts s_kibibytes = new() { DefaultUnit = 1024 };
}
