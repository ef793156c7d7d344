using System.Text.RegularExpressions;
using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Seeding;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Cloning;

/// <summary>What cloud-init in a clone is told, so that it takes itself for a new machine.</summary>
/// <param name="Path">Where the clone finds it.</param>
public sealed partial record CloneSeed(ResourceId Volume, string Path, SeedVolume Content)
{
    /// <param name="userData">The user's own user data; null for ours.</param>
    /// <returns>Null when there are errors, which the bag then holds.</returns>
    public static SeedVolume? Create(string name, string uuid, SourceFile? userData, DiagnosticBag diagnostics)
    {
        var findings = new DiagnosticBag();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var wishes = MappingNode.Empty((userData ?? new SourceFile("--identity", "")).Start);
        if (userData is null)
        {
            wishes = NewMachine.AddTo(cloudInit: null, wishes.Span);
        }
        else
        {
            texts[userData.Path] = userData.Text;
            wishes = wishes.With("userData", ScalarNode.String(userData.Start, userData.Path));
        }

        var seed = CloudInitSeed.Create(wishes, new SeedGuest(name, uuid), texts, static () => throw new System.Diagnostics.UnreachableException("No password was asked for."), findings);
        diagnostics.AddRange(findings);
        return seed?.ToVolume(name);
    }

    /// <summary>Whether a disk is a seed, which is nobody's but the original's.</summary>
    public static bool IsOne(XElement disk) =>
        (CloneSource.PathOf(disk) ?? CloneSource.VolumeOf(disk)?.Volume) is { } path && SeedName().IsMatch(path);

    /// <summary>On the bus of the guest's first disk, whose driver it has: a cloud image may have none for CDs.</summary>
    public XElement Disk(IEnumerable<XElement> disks)
    {
        var others = disks.ToArray();
        var bus = others.FirstOrDefault(static disk => disk.Attribute("device")?.Value is null or "disk" or "lun")?.Element("target")?.Attribute("bus")?.Value ?? "virtio";
        var isCd = bus is "sata" or "ide" or "scsi" or "usb";
        var prefix = bus switch { "virtio" => "vd", "ide" => "hd", "xen" => "xvd", _ => "sd" };
        var taken = others.Select(CloneSource.TargetOf).ToHashSet(StringComparer.Ordinal);
        var target = Enumerable.Range(0, 26).Select(index => $"{prefix}{(char)('a' + index)}").First(name => !taken.Contains(name));
        return new XElement("disk",
            new XAttribute("type", "file"),
            new XAttribute("device", isCd ? "cdrom" : "disk"),
            new XElement("driver", new XAttribute("name", "qemu"), new XAttribute("type", "raw")),
            new XElement("source", new XAttribute("file", Path)),
            new XElement("target", new XAttribute("dev", target), new XAttribute("bus", bus)),
            new XElement("readonly"));
    }

    // As SeedVolume names them.
    [GeneratedRegex("-cidata-[0-9a-f]{12}\\.iso$")]
    private static partial Regex SeedName();
}
