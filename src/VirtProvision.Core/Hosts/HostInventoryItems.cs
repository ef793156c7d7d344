using System.Xml.Linq;

namespace VirtProvision.Core.Hosts;

/// <summary>A storage pool on a host.</summary>
/// <param name="Xml">Its persistent configuration, or the running one where it has no other.</param>
public sealed record HostPool(string Name, XElement Xml)
{
    public bool IsActive { get; init; }

    public bool IsAutostart { get; init; }

    /// <summary><c>dir</c>, <c>logical</c>, <c>rbd</c> …</summary>
    public string Type => Xml.Attribute("type")?.Value ?? "dir";

    /// <summary>Where its volumes appear on the host; null for pools that are reached over the network only.</summary>
    public string? TargetPath => Xml.Element("target")?.Element("path")?.Value;

    /// <summary>Bytes; null while the pool is not active, and where nobody knows.</summary>
    public long? Capacity { get; init; }

    /// <summary>Bytes that are free; null as <see cref="Capacity"/>.</summary>
    public long? Available { get; init; }
}

/// <summary>A volume of an active pool.</summary>
/// <param name="Pool">The pool's name.</param>
/// <param name="Name">Unique in its pool.</param>
/// <param name="Path">What a domain on the host would name it by.</param>
public sealed record HostVolume(string Pool, string Name, string Path, XElement Xml)
{
    /// <summary><c>file</c>, <c>block</c>, <c>dir</c>, <c>network</c>, <c>netdir</c>, <c>ploop</c>.</summary>
    public string Type => Xml.Attribute("type")?.Value ?? "file";

    /// <summary>The image format, <c>qcow2</c>; null where a volume has none to speak of.</summary>
    public string? Format => Xml.Element("target")?.Element("format")?.Attribute("type")?.Value;

    /// <summary>Unlike the path it stays the same: for most pools the path, for some a number.</summary>
    public string Key => Xml.Element("key")?.Value ?? Path;

    /// <summary>Bytes that a guest sees.</summary>
    public long Capacity => (long?)Xml.Element("capacity") ?? 0;

    /// <summary>Bytes that the host has given to it so far.</summary>
    public long Allocation => (long?)Xml.Element("allocation") ?? 0;

    /// <summary>The image below it.</summary>
    public string? BackingPath => Xml.Element("backingStore")?.Element("path")?.Value is { Length: > 0 } path ? path : null;
}

/// <summary>A network on a host.</summary>
/// <param name="Xml">Its persistent configuration, or the running one where it has no other.</param>
public sealed record HostNetwork(string Name, XElement Xml)
{
    public bool IsActive { get; init; }

    public bool IsAutostart { get; init; }

    public string? Bridge => Xml.Element("bridge")?.Attribute("name")?.Value;
}

/// <summary>A domain on a host.</summary>
/// <param name="Xml">Its persistent configuration without passwords, or the running one where it has no other.</param>
public sealed record HostDomain(string Name, Guid Uuid, XElement Xml)
{
    public bool IsActive { get; init; }

    public bool IsAutostart { get; init; }
}

/// <summary>A device of the host itself.</summary>
/// <param name="Name">libvirt's: <c>pci_0000_00_19_0</c>.</param>
public sealed record HostNodeDevice(string Name, XElement Xml)
{
    /// <summary>What it is: <c>pci</c>, <c>usb_device</c>, <c>net</c>, <c>drm</c>, <c>mdev</c> …</summary>
    public ImmutableArray<string> CapabilityTypes => [.. Xml.Elements("capability").Select(static capability => capability.Attribute("type")?.Value).OfType<string>()];

    public XElement? Capability(string type) => Xml.Elements("capability").FirstOrDefault(capability => capability.Attribute("type")?.Value == type);
}
