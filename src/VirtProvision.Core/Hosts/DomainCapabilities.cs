using System.Xml.Linq;

namespace VirtProvision.Core.Hosts;

/// <summary>
/// What a domain of one emulator, architecture, machine and type can have. libvirt tells more with each release, so that a block that is missing means
/// "not known", never "no". https://libvirt.org/formatdomaincaps.html
/// </summary>
public sealed class DomainCapabilities
{
    private DomainCapabilities(XElement xml)
    {
        Xml = xml;
        Cpu = new CpuCapabilities(xml.Element("cpu"));
    }

    /// <summary>The emulator's path on the host.</summary>
    public string? Path => Xml.Element("path")?.Value;

    /// <summary>With its version: <c>pc-q35-9.0</c>.</summary>
    public string? Machine => Xml.Element("machine")?.Value;

    public string? Arch => Xml.Element("arch")?.Value;

    /// <summary>The domain type: <c>kvm</c>, <c>qemu</c> …</summary>
    public string? Type => Xml.Element("domain")?.Value;

    public CpuCapabilities Cpu { get; }

    /// <summary>What libvirt can choose a firmware by: <c>bios</c>, <c>efi</c>. Null: libvirt can't choose, or does not tell.</summary>
    public ImmutableArray<string>? FirmwareTypes => Values("os", "firmware");

    /// <summary>Paths of firmware images on the host; null when libvirt does not tell.</summary>
    public ImmutableArray<string>? Loaders =>
        Xml.Element("os")?.Element("loader") is { } loader ? [.. loader.Elements("value").Select(static value => value.Value)] : null;

    /// <summary>Hyper-V enlightenments by name; null when libvirt does not tell.</summary>
    public ImmutableArray<string>? HypervFeatures => Values("features/hyperv", "features");

    /// <summary>How many guests may run with encrypted registers (SEV-ES) at once; null without SEV, and where libvirt does not tell.</summary>
    public int? SevMaxEsGuests =>
        IsSupported("features/sev") is true && int.TryParse(Find("features/sev")?.Element("maxESGuests")?.Value, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>The document itself, for what has no member here. Read only.</summary>
    public XElement Xml { get; }

    /// <param name="xml">A <c>&lt;domainCapabilities&gt;</c> element.</param>
    public static DomainCapabilities Parse(XElement xml) => new(xml);

    /// <summary>Whether a block is supported; null when libvirt does not tell.</summary>
    /// <param name="path">Element names from the root: <c>devices/tpm</c>, <c>features/sev</c>, <c>os/loader</c>.</param>
    public bool? IsSupported(string path) => Find(path)?.Attribute("supported")?.Value switch
    {
        "yes" => true,
        "no" => false,
        _ => null,
    };

    /// <summary>
    /// The values of one enum. Null when libvirt does not tell: the block or the enum is not there. Empty when it tells that there are none,
    /// as it also does with <c>supported='no'</c>.
    /// </summary>
    /// <param name="path">Element names from the root: <c>devices/disk</c>, <c>os</c>.</param>
    /// <param name="name">The enum's name: <c>bus</c>.</param>
    public ImmutableArray<string>? Values(string path, string name) =>
        Find(path) is not { } block ? null
        : block.Elements("enum").FirstOrDefault(item => item.Attribute("name")?.Value == name) is { } values ? ValuesOf(values)
        : block.Attribute("supported")?.Value is "no" ? ImmutableArray<string>.Empty
        : null;

    /// <summary>Whether an enum has a value; null when libvirt does not tell.</summary>
    public bool? Has(string path, string name, string value) => Values(path, name)?.Contains(value);

    internal static ImmutableArray<string> ValuesOf(XElement block) => [.. block.Elements("value").Select(static value => value.Value)];

    private XElement? Find(string path) =>
        path.Split('/').Aggregate((XElement?)Xml, static (element, name) => element?.Element(name));
}
