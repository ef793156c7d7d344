using System.Text;

namespace VirtProvision.Core.Seeding.Iso;

/// <summary>What Unix wants to know of a file, in the part of a directory record that is free for such use. SUSP 1.12 and RRIP 1.10, IEEE P1281 and P1282.</summary>
internal static class RockRidge
{
    // Seeds hold passwords, hashed ones at least: a desktop that mounts the CD for its user does not show him those.
    private const uint FileMode = 0x8000 | 0x100; // S_IFREG, 0400
    private const uint FolderMode = 0x4000 | 0x100 | 0x40; // S_IFDIR, 0500

    private static ReadOnlySpan<byte> Extension => "RRIP_1991A"u8;

    /// <param name="name">The full name, or null for the records of a folder itself and its parent.</param>
    /// <param name="isVolumeStart">The first record of the root, which says that all this is there.</param>
    public static IsoBytes Write(IsoNode node, string? name, bool isVolumeStart)
    {
        var entries = new IsoBytes();
        if (isVolumeStart)
        {
            entries.Bytes("SP"u8).Byte(7).Byte(1).Byte(0xBE).Byte(0xEF).Byte(0);
        }

        var (mode, links) = node is IsoFolder folder ? (FolderMode, 2 + (uint)folder.Folders.Count()) : (FileMode, 1);
        entries.Bytes("PX"u8).Byte(36).Byte(1).Both32(mode).Both32(links).Both32(0).Both32(0); // owner and group are root
        entries.Bytes("TF"u8).Byte(12).Byte(1).Byte(0x02).Bytes(IsoDates.Recorded); // modified
        if (name is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            entries.Bytes("NM"u8).Byte(5 + bytes.Length).Byte(1).Byte(0).Bytes(bytes);
        }

        if (isVolumeStart)
        {
            // Description and source of the extension may be empty, and then no continuation area is needed for them.
            entries.Bytes("ER"u8).Byte(8 + Extension.Length).Byte(1).Byte(Extension.Length).Byte(0).Byte(0).Byte(1).Bytes(Extension);
        }

        return entries;
    }
}
