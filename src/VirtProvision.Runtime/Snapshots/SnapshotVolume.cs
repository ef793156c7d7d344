using System.Buffers.Binary;
using System.Xml.Linq;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>A volume's XML as a pool fills it in.</summary>
internal static class SnapshotVolume
{
    /// <summary>As much of an image as tells whether it is qcow2, and how large the guest sees it.</summary>
    public const int QcowHead = 32;

    /// <summary>How much of a content's beginning <see cref="Recognize"/> needs; by so much an image shows that it is of a CD: the sixteen sectors before the first descriptor, its type, and its mark.</summary>
    public const int CdHead = 16 * 2048 + 1 + 5;

    public static string? PathOf(XElement volume) => volume.Element("target")?.Element("path")?.Value ?? volume.Element("key")?.Value;

    /// <summary>A path as libvirt compares them (virFileSanitizePath): slashes that say nothing are gone. An address is no path.</summary>
    public static string Sanitized(string path)
    {
        if (path.Contains("://", StringComparison.Ordinal) || !path.Contains('/', StringComparison.Ordinal))
        {
            return path;
        }

        var isRooted = path[0] is '/';
        return (isRooted ? "/" : "") + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
    }

    public static VolumeSize SizeOf(XElement volume) => new(Bytes(volume.Element("capacity")) ?? 0, Bytes(volume.Element("allocation")) ?? 0);

    /// <summary>What a pool adds when it makes a volume: its type, key and path, sizes in bytes, a format.</summary>
    public static XElement Made(XElement asked, string name, XElement pool)
    {
        var kind = pool.Attribute("type")?.Value ?? "dir";
        var made = new XElement(asked);
        made.SetAttributeValue("type", kind switch
        {
            "dir" or "fs" or "netfs" or "vstorage" => "file",
            "rbd" or "sheepdog" or "gluster" or "iscsi-direct" => "network",
            _ => "block",
        });
        var path = $"{(pool.Element("target")?.Element("path")?.Value ?? pool.Element("source")?.Element("name")?.Value ?? "").TrimEnd('/')}/{name}";
        var capacity = Bytes(asked.Element("capacity")) ?? 0;
        SetBytes(made, "allocation", Bytes(asked.Element("allocation")) ?? capacity);
        SetBytes(made, "capacity", capacity);
        made.SetElementValue("key", path);
        var target = made.Element("target");
        if (target is null)
        {
            made.Add(target = new XElement("target"));
        }

        target.SetElementValue("path", path);
        if (target.Element("format") is null && made.Attribute("type")?.Value is "file")
        {
            target.Add(new XElement("format", new XAttribute("type", "raw")));
        }

        return made;
    }

    public static void SetBytes(XElement volume, string name, long bytes)
    {
        volume.SetElementValue(name, bytes);
        volume.Element(name)!.SetAttributeValue("unit", "bytes");
    }

    /// <summary>What libvirt finds out about a volume by looking at its first bytes.</summary>
    /// <param name="head">The content's beginning.</param>
    public static void Recognize(XElement volume, ReadOnlySpan<byte> head, long length)
    {
        // https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst: the magic, and at byte 24 the size that a guest sees.
        var isQcow = head.Length >= QcowHead && BinaryPrimitives.ReadUInt32BigEndian(head) is 0x514649FB;

        // ECMA-119, 8.4: the volume descriptors begin in sector 16.
        var isCd = head.Length >= CdHead && head.Slice(CdHead - 5, 5).SequenceEqual("CD001"u8);
        volume.Element("target")?.Elements("format").Remove();
        volume.Element("target")?.Add(new XElement("format", new XAttribute("type", isQcow ? "qcow2" : isCd ? "iso" : "raw")));
        SetBytes(volume, "capacity", isQcow ? (long)BinaryPrimitives.ReadUInt64BigEndian(head[24..]) : length);
        SetBytes(volume, "allocation", length);
    }

    private static long? Bytes(XElement? size) => size is null ? null : ByteSize.Of(size);
}
