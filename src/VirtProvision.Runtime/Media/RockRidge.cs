using System.Buffers.Binary;
using System.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>POSIX names and links in the system use fields of directory records: SUSP (IEEE P1281) and Rock Ridge (IEEE P1282).</summary>
/// <param name="Skip">Bytes before the first entry of each field but the root's own.</param>
internal sealed record RockRidge(int Skip)
{
    private const int Sector = 2048;
    private const int ContinuationLimit = 32;

    /// <summary>The sign that the fields are used stands in the root's record of itself: an SP entry. Null when it doesn't.</summary>
    public static async Task<RockRidge?> StartAsync(MediaBytes image, long rootOffset, CancellationToken cancellationToken)
    {
        var root = await image.ReadExactlyAsync(rootOffset, Sector, cancellationToken).ConfigureAwait(false);
        if (root[0] < 34)
        {
            throw new MediaException(MediaFailure.Broken, $"The root folder of {image.Name} is not one: the image is broken.");
        }

        var field = IsoDirectory.SystemUse(root.AsMemory(0, root[0])).Span;
        return field.Length >= 7 && field[..2].SequenceEqual("SP"u8) && field[4] == 0xBE && field[5] == 0xEF ? new RockRidge(field[6]) : null;
    }

    public async Task<PosixEntry> ReadAsync(MediaBytes image, ReadOnlyMemory<byte> field, int blockSize, CancellationToken cancellationToken)
    {
        var entry = new PosixEntry();
        var rest = field.Length >= Skip ? field[Skip..] : default;
        for (var parts = 0; parts < ContinuationLimit; parts++)
        {
            if (ReadPart(rest.Span, entry, blockSize) is not { } more)
            {
                break;
            }

            rest = await image.ReadExactlyAsync(more.Offset, (int)Math.Min(more.Length, Sector), cancellationToken).ConfigureAwait(false);
        }

        return entry;
    }

    // Each entry: signature (2), length (1), version (1), data. Returns where the field goes on.
    private static IsoExtent? ReadPart(ReadOnlySpan<byte> field, PosixEntry entry, int blockSize)
    {
        IsoExtent? more = null;
        while (field.Length >= 4 && field[2] >= 4 && field[2] <= field.Length)
        {
            var data = field[4..field[2]];
            switch (field[0], field[1])
            {
                case ((byte)'N', (byte)'M') when data.Length >= 1:
                    entry.AddName(Encoding.UTF8.GetString(data[1..]));
                    break;
                case ((byte)'S', (byte)'L') when data.Length >= 1:
                    entry.AddLink(data[1..]);
                    break;
                case ((byte)'C', (byte)'L') when data.Length >= 4:
                    entry.MovedTo = (long)BinaryPrimitives.ReadUInt32LittleEndian(data) * blockSize;
                    break;
                case ((byte)'R', (byte)'E'):
                    entry.IsMoved = true;
                    break;
                case ((byte)'C', (byte)'E') when data.Length >= 20:
                    more = new IsoExtent(
                        ((long)BinaryPrimitives.ReadUInt32LittleEndian(data) * blockSize) + BinaryPrimitives.ReadUInt32LittleEndian(data[8..]),
                        BinaryPrimitives.ReadUInt32LittleEndian(data[16..]));
                    break;
                case ((byte)'S', (byte)'T'):
                    return more;
            }

            field = field[field[2]..];
        }

        return more;
    }
}
