namespace VirtProvision.Core.Seeding.Iso;

/// <summary>A directory record. ECMA-119, 9.1.</summary>
internal static class IsoRecord
{
    private const int FixedLength = 33;

    public static IsoBytes Write(ReadOnlySpan<byte> identifier, uint sector, uint length, bool isFolder, ReadOnlySpan<byte> systemUse)
    {
        var padding = (identifier.Length + 1) % 2;
        var total = FixedLength + identifier.Length + padding + systemUse.Length;
        var end = total % 2;
        return new IsoBytes()
            .Byte(total + end)
            .Byte(0) // extended attributes
            .Both32(sector)
            .Both32(length)
            .Bytes(IsoDates.Recorded)
            .Byte(isFolder ? 2 : 0)
            .Byte(0) // interleave: unit size
            .Byte(0) // interleave: gap
            .Both16(1) // volume sequence number
            .Byte(identifier.Length)
            .Bytes(identifier)
            .Zeros(padding)
            .Bytes(systemUse)
            .Zeros(end);
    }
}
