namespace VirtProvision.Core.Seeding.Unattended;

/// <summary>Versions of systems as numbers, to be compared with those at which an installer changed.</summary>
internal static class OsVersion
{
    /// <summary>The number that a version begins with; one above all for those that have none (rawhide, tumbleweed, testing).</summary>
    public static decimal NumberOf(string? version)
    {
        const decimal Rolling = 100_000;
        if (version is null)
        {
            return Rolling;
        }

        var end = 0;
        var dots = 0;
        while (end < version.Length && (char.IsAsciiDigit(version[end]) || (version[end] is '.' && ++dots is 1)))
        {
            end++;
        }

        return decimal.TryParse(version.AsSpan(0, end).TrimEnd('.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : Rolling;
    }
}
