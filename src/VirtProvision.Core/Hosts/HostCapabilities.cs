using System.Xml.Linq;

namespace VirtProvision.Core.Hosts;

/// <summary>What a connection says of its host and of the guests that it can run. https://libvirt.org/formatcaps.html</summary>
public sealed class HostCapabilities
{
    private HostCapabilities(XElement xml)
    {
        Xml = xml;
        var host = xml.Element("host");
        var cpu = host?.Element("cpu");
        // Each driver that answers at all says its architecture; a document without it says as little as an empty one.
        HostArch = cpu?.Element("arch")?.Value ?? "x86_64";
        HostCpuModel = cpu?.Element("model")?.Value;
        HostCpuVendor = cpu?.Element("vendor")?.Value;
        SecurityModels = [.. host?.Elements("secmodel").Select(static model => model.Element("model")?.Value).OfType<string>() ?? []];
        Guests = [.. xml.Elements("guest").Select(GuestCapabilities.Parse).OfType<GuestCapabilities>()];
    }

    /// <summary>In libvirt's words: <c>x86_64</c>.</summary>
    public string HostArch { get; }

    /// <summary>The named CPU model nearest to the host's; null when libvirt knows none.</summary>
    public string? HostCpuModel { get; }

    /// <summary><c>Intel</c>, <c>AMD</c> …</summary>
    public string? HostCpuVendor { get; }

    /// <summary>What confines guests, first the one that counts: <c>selinux</c>, <c>apparmor</c>, <c>dac</c> …</summary>
    public ImmutableArray<string> SecurityModels { get; }

    /// <summary>In the order in which libvirt lists them, which is one of preference.</summary>
    public ImmutableArray<GuestCapabilities> Guests { get; }

    /// <summary>The document itself, for what has no member here. Read only.</summary>
    public XElement Xml { get; }

    /// <param name="xml">A <c>&lt;capabilities&gt;</c> element.</param>
    public static HostCapabilities Parse(XElement xml) => new(xml);

    /// <summary>The first guest of that kind; what is null may be any.</summary>
    public GuestCapabilities? FindGuest(string? osType, string? arch) =>
        Guests.FirstOrDefault(guest => (osType is null || guest.OsType == osType) && (arch is null || guest.Arch == arch));
}
