using System.Buffers.Binary;
using System.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>Directory records, ECMA-119 section 9.1.</summary>
internal static class IsoDirectory
{
    private const int Sector = 2048;
    private const int Smallest = 34;
    private const byte FolderFlag = 0x02;
    private const byte MoreFlag = 0x80; // multi-extent: the next record goes on with the same file

    /// <summary>The root's record stands in the volume descriptor.</summary>
    public static IsoEntry Root(byte[] descriptor, int blockSize) => new("", IsFolder: true, [ExtentOf(descriptor.AsSpan(156, Smallest), blockSize)]);

    public static async Task<ImmutableArray<IsoEntry>> ReadAsync(MediaBytes image, byte[] folder, IsoNames names, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<IsoEntry>();
        var begun = ImmutableArray<IsoExtent>.Empty;
        for (var at = 0; at + Smallest <= folder.Length;)
        {
            // A record never crosses a sector's end: zeros fill what is left of it.
            int length = folder[at];
            if (length == 0)
            {
                at = ((at / Sector) + 1) * Sector;
                continue;
            }

            if (length < Smallest || at + length > folder.Length || 33 + folder[at + 32] > length)
            {
                throw new MediaException(MediaFailure.Broken, $"A folder of {image.Name} has a record that can't be: the image is broken.");
            }

            var record = folder.AsMemory(at, length);
            at += length;

            // The names 0 and 1 are the folder itself and the one above.
            if (record.Span[32] == 1 && record.Span[33] <= 1)
            {
                continue;
            }

            begun = begun.Add(ExtentOf(record.Span, names.BlockSize));
            if ((record.Span[25] & MoreFlag) == 0)
            {
                if (await EntryAsync(image, record, begun, names, cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    entries.Add(entry);
                }

                begun = [];
            }
        }

        return entries.ToImmutable();
    }

    /// <summary>The bytes behind a record's name, where extensions stand.</summary>
    public static ReadOnlyMemory<byte> SystemUse(ReadOnlyMemory<byte> record)
    {
        int nameLength = record.Span[32];
        var start = 33 + nameLength + ((nameLength & 1) ^ 1);
        return start < record.Length ? record[start..] : default;
    }

    private static async Task<IsoEntry?> EntryAsync(
        MediaBytes image, ReadOnlyMemory<byte> record, ImmutableArray<IsoExtent> extents, IsoNames names, CancellationToken cancellationToken)
    {
        var isFolder = (record.Span[25] & FolderFlag) != 0;
        var plain = Name(record.Span.Slice(33, record.Span[32]), names.IsJoliet);
        if (names.RockRidge is null)
        {
            return new IsoEntry(plain, isFolder, extents);
        }

        var posix = await names.RockRidge.ReadAsync(image, SystemUse(record), names.BlockSize, cancellationToken).ConfigureAwait(false);
        return posix.IsMoved ? null : new IsoEntry(posix.Name ?? plain, isFolder || posix.MovedTo is not null, extents, posix.LinkTarget, posix.MovedTo);
    }

    private static IsoExtent ExtentOf(ReadOnlySpan<byte> record, int blockSize) =>
        new((BinaryPrimitives.ReadUInt32LittleEndian(record[2..]) + (long)record[1]) * blockSize, BinaryPrimitives.ReadUInt32LittleEndian(record[10..]));

    // FILE.TXT;1, and FILE.;1 for a name without an ending
    private static string Name(ReadOnlySpan<byte> name, bool isJoliet)
    {
        var text = isJoliet ? Encoding.BigEndianUnicode.GetString(name) : Encoding.Latin1.GetString(name);
        var version = text.LastIndexOf(';');
        return (version >= 0 ? text[..version] : text).TrimEnd('.');
    }
}
