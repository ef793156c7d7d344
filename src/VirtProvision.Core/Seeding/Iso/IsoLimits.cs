namespace VirtProvision.Core.Seeding.Iso;

/// <summary>What an image can carry.</summary>
internal static class IsoLimits
{
    /// <summary>Joliet's limit; the plain volume label could have 32 characters. https://pismotec.com/cfs/jolspec.html</summary>
    public const int LabelLength = 16;

    /// <summary>Longest name of a file or folder in UTF-16 units: Joliet's limit.</summary>
    public const int NameLength = 64;

    /// <summary>And in bytes of UTF-8, so that a directory record of 255 bytes has room for it beside the rest of Rock Ridge.</summary>
    public const int NameBytes = 128;

    /// <summary>Levels, the root and the file counted. ECMA-119, 6.8.2.1.</summary>
    public const int Depth = 8;
}
