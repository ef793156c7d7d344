using System.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>
/// An archive in the "newc" format, which Linux unpacks over what came before it in an initrd.
/// https://docs.kernel.org/driver-api/early-userspace/buffer-format.html
/// </summary>
internal static class CpioArchive
{
    private const int RegularFile = 0x8000; // S_IFREG

    /// <summary>The whole archive. The same files make the same bytes: no times, all owned by root.</summary>
    public static byte[] Of(ImmutableArray<InjectedFile> files)
    {
        using var archive = new MemoryStream();
        var number = 1;
        foreach (var file in files)
        {
            Entry(archive, number++, RegularFile | (int)file.Mode, file.Name, file.Content.Span);
        }

        Entry(archive, 0, 0, "TRAILER!!!", default);
        return archive.ToArray();
    }

    private static void Entry(MemoryStream archive, int inode, int mode, string name, ReadOnlySpan<byte> content)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name);

        // inode, mode, uid, gid, links, mtime, size, device (2), node's device (2), name's length with its zero, checksum (none)
        ReadOnlySpan<int> fields = [inode, mode, 0, 0, 1, 0, content.Length, 0, 0, 0, 0, nameBytes.Length + 1, 0];
        archive.Write("070701"u8);
        foreach (var field in fields)
        {
            archive.Write(Encoding.ASCII.GetBytes(field.ToString("X8", CultureInfo.InvariantCulture)));
        }

        archive.Write(nameBytes);
        archive.WriteByte(0);
        Pad(archive);
        archive.Write(content);
        Pad(archive);
    }

    // Header with name, and content, each end at a multiple of four.
    private static void Pad(MemoryStream archive)
    {
        while (archive.Length % 4 != 0)
        {
            archive.WriteByte(0);
        }
    }
}
