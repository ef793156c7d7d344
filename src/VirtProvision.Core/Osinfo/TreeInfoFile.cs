namespace VirtProvision.Core.Osinfo;

/// <summary>
/// The general section of a <c>.treeinfo</c>, an INI file that install trees of Anaconda and SUSE's carry
/// (https://release-engineering.github.io/productmd/treeinfo-1.0.html).
/// </summary>
public sealed record TreeInfoFile(string? Family, string? Variant, string? Version, string? Arch, string? Name)
{
    public static TreeInfoFile Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var section = "";
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.Trim();
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                section = line[1..^1].ToString();
            }
            else if (line.IndexOfAny('=', ':') is > 0 and var separator && line[0] is not ('#' or ';'))
            {
                values[$"{section}/{line[..separator].Trim()}"] = line[(separator + 1)..].Trim().ToString();
            }
        }

        // The general section is for old readers; where it is missing, the newer ones say the same.
        return new TreeInfoFile(
            Value(values, "general/family", "release/name", "product/name"),
            Value(values, "general/variant"),
            Value(values, "general/version", "release/version", "product/version"),
            Value(values, "general/arch", "tree/arch"),
            Value(values, "general/name"));
    }

    private static string? Value(Dictionary<string, string> values, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (values.TryGetValue(key, out var value) && value.Length > 0)
            {
                return value;
            }
        }

        return null;
    }
}
