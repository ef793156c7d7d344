namespace VirtProvision.Core.Seeding.Iso;

/// <summary>The one date that every file and volume has: an image says nothing of when it was made, else the same input would not give the same bytes.</summary>
internal static class IsoDates
{
    /// <summary>9.1.5: years since 1900, month, day, hour, minute, second, offset from GMT in quarters of an hour. 2000-01-01 00:00:00.</summary>
    public static ReadOnlySpan<byte> Recorded => [100, 1, 1, 0, 0, 0, 0];

    /// <summary>8.4.26.1: the same as digits, then the offset.</summary>
    public static ReadOnlySpan<byte> Volume => "2000010100000000\0"u8;

    /// <summary>8.4.26.1: a date that is not specified.</summary>
    public static ReadOnlySpan<byte> None => "0000000000000000\0"u8;
}
