using System.Xml.Linq;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Editing;

/// <summary>New devices amid what decides their defaults: the machine, and what is there already.</summary>
/// <param name="Spec">The machine, and the devices in the words of a spec.</param>
/// <param name="Before">How many items stand before the new ones in their list.</param>
public sealed record DeviceSurroundings(MappingNode Spec, int Before)
{
    // A machine of which nothing is known, for devices that are made for no domain in particular.
    private const string Unknown = "unknown";

    private static readonly string[] s_kinds = ["type", "model"];

    /// <param name="devices">A spec of nothing but the new devices.</param>
    /// <param name="member">Their list in it.</param>
    /// <param name="domain">Null for no domain in particular.</param>
    public static DeviceSurroundings Of(MappingNode devices, string member, XElement? domain, HostFacts host)
    {
        var span = devices.Span;
        var type = domain?.Element("os")?.Element("type");
        var spec = devices
            .With("defaults", Text("desktop", span))
            .With("type", Text(TypeOf(domain, host), span))
            .With("arch", Text(type?.Attribute("arch")?.Value ?? Unknown, span))
            .With("machine", Text(type?.Attribute("machine")?.Value ?? Unknown, span))
            .With("boot", MappingNode.Empty(span).With("osType", Text(type?.Value ?? Unknown, span)));
        var present = domain?.Element("devices");
        var before = 0;
        foreach (var (list, items) in new[] { ("disks", Disks(present, span)), ("controllers", Kinds(present, "controller", span)), ("graphics", Kinds(present, "graphics", span)) })
        {
            before = list == member ? items.Length : before;
            if (!items.IsEmpty)
            {
                spec = spec.With(list, new SequenceNode(span, [.. items, .. (spec[list] as SequenceNode)?.Items ?? []]));
            }
        }

        return new DeviceSurroundings(spec, before);
    }

    // What a snapshot of QEMU's host runs as a test is a guest of QEMU's to its devices.
    private static string TypeOf(XElement? domain, HostFacts host) => domain?.Attribute("type")?.Value switch
    {
        null => host.IsTest ? "test" : "qemu",
        "test" when host.IsQemu => "qemu",
        var type => type,
    };

    private static ImmutableArray<DocumentNode> Disks(XElement? devices, TextSpan span) =>
    [
        .. (devices?.Elements("disk") ?? []).Select(disk => MappingNode.Empty(span)
            .With("device", Text(disk.Attribute("device")?.Value ?? "disk", span))
            .With("bus", Text(disk.Element("target")?.Attribute("bus")?.Value ?? "ide", span))
            .With("target", MappingNode.Empty(span).With("dev", Text(disk.Element("target")?.Attribute("dev")?.Value ?? "", span)))),
    ];

    private static ImmutableArray<DocumentNode> Kinds(XElement? devices, string element, TextSpan span) =>
    [
        .. (devices?.Elements(element) ?? []).Select(device => s_kinds.Aggregate(
            MappingNode.Empty(span),
            (item, name) => device.Attribute(name)?.Value is { } value ? item.With(name, Text(value, span)) : item)),
    ];

    private static ScalarNode Text(string text, TextSpan span) => ScalarNode.String(span, text);
}
