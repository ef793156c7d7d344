using System.Xml.Linq;

namespace VirtProvision.Core.Cloning;

/// <summary>The domain that is cloned.</summary>
/// <param name="Xml">Its persistent configuration.</param>
public sealed record CloneSource(XElement Xml)
{
    private static readonly string[] s_places = ["file", "dev", "dir"];

    public string Name => Xml.Element("name")?.Value ?? "";

    public IEnumerable<XElement> Disks => Devices("disk");

    /// <summary>The file that keeps the firmware's variables; null when it has none, or leaves the place to libvirt.</summary>
    public string? Nvram => Xml.Element("os")?.Element("nvram") is not { } nvram ? null
        : nvram.Element("source")?.Attribute("file")?.Value ?? (nvram.HasElements || nvram.Value.Trim() is not { Length: > 0 } path ? null : path);

    public IEnumerable<XElement> Devices(string name) => Xml.Element("devices")?.Elements(name) ?? [];

    public static string TargetOf(XElement disk) => disk.Element("target")?.Attribute("dev")?.Value ?? "";

    /// <summary>The path of a disk's image on the host; null for one that has none.</summary>
    public static string? PathOf(XElement disk) => disk.Element("source") is not { } source ? null
        : s_places.Select(name => source.Attribute(name)?.Value).FirstOrDefault(static path => path is { Length: > 0 });

    /// <summary>The pool and volume that a disk names.</summary>
    public static (string Pool, string Volume)? VolumeOf(XElement disk) =>
        disk.Element("source") is { } source && source.Attribute("pool")?.Value is { } pool && source.Attribute("volume")?.Value is { } volume ? (pool, volume) : null;
}
