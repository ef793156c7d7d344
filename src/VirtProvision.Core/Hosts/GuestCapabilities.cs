using System.Xml.Linq;

namespace VirtProvision.Core.Hosts;

/// <summary>One kind of guest that a host can run.</summary>
/// <param name="OsType">How its system is started: <c>hvm</c>, <c>xen</c>, <c>exe</c> …</param>
/// <param name="Arch">In libvirt's words: <c>x86_64</c>.</param>
public sealed record GuestCapabilities(string OsType, string Arch)
{
    /// <summary>The program that runs it, where no domain type says otherwise.</summary>
    public string? Emulator { get; init; }

    /// <summary>The program that boots it (Xen's <c>hvmloader</c>).</summary>
    public string? Loader { get; init; }

    public ImmutableArray<MachineType> Machines { get; init; } = [];

    /// <summary>What can run it: <c>qemu</c>, <c>kvm</c> … In libvirt's order.</summary>
    public ImmutableArray<GuestDomain> Domains { get; init; } = [];

    /// <summary>Whether such a guest has ACPI when nobody says so.</summary>
    public bool IsAcpiDefault { get; init; }

    /// <summary>Whether such a guest has an APIC when nobody says so.</summary>
    public bool IsApicDefault { get; init; }

    /// <summary>Whether it can have physical address extension.</summary>
    public bool HasPae { get; init; }

    /// <summary>The names of all features that libvirt lists, whatever their default.</summary>
    public ImmutableArray<string> Features { get; init; } = [];

    /// <summary>Whether a domain type can run it.</summary>
    public bool HasDomain(string type) => Domains.Any(domain => domain.Type == type);

    /// <summary>The machines of one domain type: its own where it lists some, else the guest's.</summary>
    public ImmutableArray<MachineType> MachinesOf(GuestDomain domain) => domain.Machines.IsEmpty ? Machines : domain.Machines;

    /// <returns>Null when the element does not say what it is.</returns>
    internal static GuestCapabilities? Parse(XElement guest)
    {
        if (guest.Element("os_type")?.Value is not { } osType || guest.Element("arch") is not { } arch || arch.Attribute("name")?.Value is not { } name)
        {
            return null;
        }

        var features = guest.Element("features");
        return new GuestCapabilities(osType, name)
        {
            Emulator = arch.Element("emulator")?.Value,
            Loader = arch.Element("loader")?.Value,
            Machines = MachineType.AllOf(arch),
            Domains = [.. arch.Elements("domain").Select(GuestDomain.Parse).OfType<GuestDomain>()],
            IsAcpiDefault = IsDefault("acpi"),
            IsApicDefault = IsDefault("apic"),
            HasPae = features?.Element("pae") is not null,
            Features = [.. features?.Elements().Select(static feature => feature.Name.LocalName) ?? []],
        };

        bool IsDefault(string feature) => features?.Element(feature)?.Attribute("default")?.Value is "on";
    }
}

/// <summary>A domain type that can run a guest, with what differs from the guest's own.</summary>
/// <param name="Type"><c>kvm</c>, <c>qemu</c>, <c>xen</c>, <c>lxc</c> …</param>
public sealed record GuestDomain(string Type)
{
    public string? Emulator { get; init; }

    public string? Loader { get; init; }

    /// <summary>Empty where the guest's own are meant.</summary>
    public ImmutableArray<MachineType> Machines { get; init; } = [];

    internal static GuestDomain? Parse(XElement domain) => domain.Attribute("type")?.Value is { } type
        ? new GuestDomain(type) { Emulator = domain.Element("emulator")?.Value, Loader = domain.Element("loader")?.Value, Machines = MachineType.AllOf(domain) }
        : null;
}

/// <summary>A machine type.</summary>
/// <param name="Name">As a domain may name it: <c>q35</c>.</param>
/// <param name="Canonical">What an alias stands for: <c>pc-q35-9.0</c>; null when the name is no alias.</param>
public sealed record MachineType(string Name, string? Canonical = null)
{
    internal static ImmutableArray<MachineType> AllOf(XElement parent) =>
        [.. parent.Elements("machine").Select(static machine => new MachineType(machine.Value, machine.Attribute("canonical")?.Value))];
}
