namespace VirtProvision.Core.Defaults;

/// <summary>An amount of bytes as a spec writes it.</summary>
internal static class BinarySize
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>In the largest unit that it is a whole number of: <c>2GiB</c>, <c>1536MiB</c>.</summary>
    public static string Text(long bytes)
    {
        var unit = 0;
        while (bytes > 0 && bytes % 1024 is 0 && unit + 1 < s_units.Length)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes}{s_units[unit]}");
    }
}
