using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VirtProvision.Runtime.Applying;

/// <summary>An image file on this machine, as it was when it was looked at.</summary>
/// <param name="Format">Found by its magic number, in libvirt's words; <c>raw</c> when it has none.</param>
/// <param name="VirtualSize">The size of the disk inside; null when the format is one whose header isn't read here.</param>
internal sealed record LocalImage(string Path, long Length, DateTime Modified, string Format, long? VirtualSize)
{
    private const int HeaderLength = 32_774;

    public static LocalImage Open(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var header = new byte[HeaderLength];
        var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        var (format, size) = Identify(header.AsSpan(0, read), file.Length);
        return new LocalImage(path, file.Length, File.GetLastWriteTimeUtc(path), format, size);
    }

    /// <summary>Whether the file is still the one that was looked at.</summary>
    public bool IsUnchanged()
    {
        var now = new FileInfo(Path);
        return now.Exists && now.Length == Length && now.LastWriteTimeUtc == Modified;
    }

    public async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>The path in a qcow2 image's header of what lies below it, as it stands there; null for what has none or cannot be read.</summary>
    public static string? BackingOf(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            Span<byte> header = stackalloc byte[20];
            if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.StartsWith("QFI\xfb"u8[..3]) || header[3] != 0xfb)
            {
                return null;
            }

            // backing_file_offset and backing_file_size; a name has 1023 bytes at most. https://www.qemu.org/docs/master/interop/qcow2.html
            var (offset, size) = (BinaryPrimitives.ReadInt64BigEndian(header[8..]), BinaryPrimitives.ReadInt32BigEndian(header[16..]));
            if (offset <= 0 || size is <= 0 or > 1023)
            {
                return null;
            }

            var name = new byte[size];
            file.Position = offset;
            file.ReadExactly(name);
            var backing = System.Text.Encoding.UTF8.GetString(name);
            return backing.StartsWith("json:", StringComparison.Ordinal) ? null : backing;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The magic numbers by which libvirt itself tells a volume's format when it refreshes a pool (storage_source.c).
    /// <param name="length">What a raw image's size is.</param>
    internal static (string Format, long? VirtualSize) Identify(ReadOnlySpan<byte> header, long length)
    {
        if (header.StartsWith("QFI\xfb"u8[..3]) && header.Length >= 32 && header[3] == 0xfb)
        {
            var version = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
            return (version >= 2 ? "qcow2" : "qcow", BinaryPrimitives.ReadInt64BigEndian(header[24..]));
        }

        return header switch
        {
            _ when header.Length >= HeaderLength && header[32_769..].StartsWith("CD001"u8) => ("iso", length),
            _ when header.StartsWith("KDMV"u8) => ("vmdk", null),
            _ when header.StartsWith("vhdxfile"u8) => ("vhdx", null),
            _ when header.Length >= 68 && BinaryPrimitives.ReadUInt32LittleEndian(header[64..]) == 0xbeda107f => ("vdi", null),
            _ => ("raw", length),
        };
    }

    /// <summary>A tar archive, as some images are published in.</summary>
    internal static bool IsArchive(ReadOnlySpan<byte> header) => header.Length >= 262 && header[257..].StartsWith("ustar"u8);
}
