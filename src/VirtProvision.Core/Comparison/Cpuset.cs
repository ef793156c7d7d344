using System.Text;

namespace VirtProvision.Core.Comparison;

/// <summary>libvirt's lists of CPUs or NUMA nodes: numbers and ranges; <c>^n</c> takes one out again.</summary>
public static class Cpuset
{
    /// <summary>libvirt itself refuses larger numbers.</summary>
    private const int Limit = 16384;

    /// <summary>The list as libvirt prints it, or null when it is none.</summary>
    public static string? Canonical(string text) => Members(text) is { } members ? Print(members) : null;

    /// <summary>The numbers in the list; null when it is none.</summary>
    public static SortedSet<int>? Members(string text)
    {
        var members = new SortedSet<int>();
        foreach (var piece in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var isOut = piece.StartsWith('^');
            var range = (isOut ? piece[1..] : piece).Split('-');
            if (range.Length > 2 || !TryParse(range[0], out var first) || !TryParse(range[^1], out var last) || last < first)
            {
                return null;
            }

            for (var number = first; number <= last; number++)
            {
                _ = isOut ? members.Remove(number) : members.Add(number);
            }
        }

        return members;
    }

    private static bool TryParse(string text, out int number) => int.TryParse(text, out number) && number is >= 0 and < Limit;

    private static string Print(SortedSet<int> members)
    {
        var result = new StringBuilder();
        int? first = null;
        var last = -1;
        foreach (var number in members.Append(int.MaxValue))
        {
            if (first is not null && number != last + 1)
            {
                result.Append(result.Length > 0 ? "," : "").Append(first);
                if (last > first)
                {
                    result.Append('-').Append(last);
                }

                first = null;
            }

            first ??= number;
            last = number;
        }

        return result.ToString();
    }
}
