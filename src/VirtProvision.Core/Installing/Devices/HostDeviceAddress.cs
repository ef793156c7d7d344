using System.Xml.Linq;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>
/// An address by which a device of the host is named: PCI <c>[domain:]bus:slot.function</c> in hexadecimal, USB <c>bus.device</c> in decimal,
/// USB <c>vendor:product</c> in hexadecimal.
/// </summary>
internal sealed record HostDeviceAddress(string Capability, ImmutableArray<(string Member, long Value)> Parts)
{
    public static HostDeviceAddress? Parse(string text)
    {
        string[] parts = text.Split(':', '.');
        var colons = text.Count(static c => c is ':');
        var hasFunction = text.Length - text.TrimEnd('.').Length is 0 && text.Count(static c => c is '.') is 1 && text.LastIndexOf('.') > text.LastIndexOf(':');
        return (colons, hasFunction) switch
        {
            (2, true) => Of("pci", ["domain", "bus", "slot", "function"], parts, NumberStyles.AllowHexSpecifier),
            (1, true) => Of("pci", ["domain", "bus", "slot", "function"], ["0", .. parts], NumberStyles.AllowHexSpecifier),
            (0, true) => Of("usb_device", ["bus", "device"], parts, NumberStyles.None),
            (1, false) when !text.Contains('.', StringComparison.Ordinal) => Of("usb_device", ["vendor", "product"], parts, NumberStyles.AllowHexSpecifier),
            _ => null,
        };
    }

    public bool IsOf(HostNodeDevice device) =>
        device.Capability(Capability) is { } capability && Parts.All(part => ValueOf(capability, part.Member) == part.Value);

    /// <summary>A number as node device XML writes it: decimal, or hexadecimal with 0x.</summary>
    public static long? Number(string? text) =>
        text is null ? null
        : text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long? ValueOf(XElement capability, string member) =>
        Number(member is "vendor" or "product" ? capability.Element(member)?.Attribute("id")?.Value : capability.Element(member)?.Value);

    private static HostDeviceAddress? Of(string capability, string[] members, string[] parts, NumberStyles style)
    {
        var values = ImmutableArray.CreateBuilder<(string, long)>(members.Length);
        for (var i = 0; i < members.Length; i++)
        {
            var digits = style is NumberStyles.AllowHexSpecifier && parts[i].StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? parts[i][2..] : parts[i];
            if (!long.TryParse(digits, style, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            values.Add((members[i], value));
        }

        return new HostDeviceAddress(capability, values.MoveToImmutable());
    }
}
