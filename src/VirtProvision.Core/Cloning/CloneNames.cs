using System.Text.RegularExpressions;

namespace VirtProvision.Core.Cloning;

/// <summary>The names that virt-clone makes from those of the original.</summary>
internal static partial class CloneNames
{
    // What follows the last dot of a longer name is no extension but part of the name.
    private const int LongestExtension = 7;

    public const string IndexField = "{index}";

    /// <summary><c>web</c> → <c>web-clone</c>, then <c>web-clone1</c>; a clone's own clone counts on instead of being a clone of a clone.</summary>
    public static string ForDomain(string original, Func<string, bool> isTaken)
    {
        var match = CloneEnd().Match(original);
        var name = (match.Success ? original[..match.Index] : original) + "-clone";
        var number = !match.Success ? 0 : match.Groups["number"].Value is { Length: > 0 } digits && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before + 1 : 1;
        for (; ; number++)
        {
            var candidate = number is 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{number}");
            if (!isTaken(candidate))
            {
                return candidate;
            }
        }
    }

    /// <summary>One of several by a pattern: where it has no place for the number, that follows the name.</summary>
    public static string OfPattern(string pattern, int index)
    {
        var number = index.ToString(CultureInfo.InvariantCulture);
        return pattern.Contains(IndexField, StringComparison.Ordinal) ? pattern.Replace(IndexField, number, StringComparison.Ordinal) : $"{pattern}-{number}";
    }

    /// <summary>
    /// <c>/images/root.qcow2</c> → <c>/images/root-clone.qcow2</c>, then <c>root-clone-1.qcow2</c>; a file named after the original domain is named after the clone.
    /// </summary>
    /// <param name="extension">With its dot, where the copy has another format than its name would promise.</param>
    public static string ForPath(string path, string original, string clone, Func<string, bool> isTaken, string? extension = null)
    {
        var slash = path.LastIndexOf('/') + 1;
        var dot = path.LastIndexOf('.');
        var hasExtension = dot >= slash && path.Length - dot - 1 <= LongestExtension;
        var stem = hasExtension ? path[slash..dot] : path[slash..];
        var begin = path[..slash] + (stem == original ? clone : stem + "-clone");
        extension ??= hasExtension ? path[dot..] : "";
        var candidate = begin + extension;
        for (var number = 1; isTaken(candidate); number++)
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{begin}-{number}{extension}");
        }

        return candidate;
    }

    /// <summary><c>/nvram/web_VARS.fd</c> → <c>/nvram/NEW_VARS.fd</c>.</summary>
    public static string ForNvram(string path, string clone)
    {
        var slash = path.LastIndexOf('/') + 1;
        var dot = path.LastIndexOf('.');
        return $"{path[..slash]}{clone}_VARS{(dot > slash ? path[dot..] : "")}";
    }

    [GeneratedRegex("-clone(?<number>[0-9]*)$")]
    private static partial Regex CloneEnd();
}
