namespace VirtProvision.Core.Text;

/// <summary>Finds what somebody who misspelt a name most likely meant.</summary>
public static class Nearest
{
    // Longer names are no typing slips but texts; comparing them is costly and says nothing.
    private const int MaxLength = 64;

    /// <summary>The candidate with the fewest slips (a letter added, dropped, changed or two swapped; case counts little), or null when none is near.</summary>
    public static string? To(string name, IEnumerable<string> candidates) =>
        Within(Math.Max(1, name.Length / 3), name, candidates) ?? (name.Length is 0 or > MaxLength ? null : OnlyLonger(name, candidates));

    /// <summary>The candidate with the fewest slips, or null when each has more than <paramref name="most"/>.</summary>
    public static string? Within(int most, string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return null;
        }

        string? nearest = null;
        var fewest = most + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) < fewest && candidate.Length <= MaxLength)
            {
                var slips = Slips(name, candidate);
                if (slips < fewest)
                {
                    (nearest, fewest) = (candidate, slips);
                }
            }
        }

        return nearest;
    }

    /// <summary><c> Did you mean "…"?</c> with its leading space, or nothing.</summary>
    public static string DidYouMean(string? nearest) => nearest is null ? "" : $" Did you mean \"{nearest}\"?";

    // A single candidate that begins with the name: "net" for "networks".
    private static string? OnlyLonger(string name, IEnumerable<string> candidates)
    {
        string? found = null;
        foreach (var candidate in candidates)
        {
            if (name.Length >= 3 && candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                if (found is not null)
                {
                    return null;
                }

                found = candidate;
            }
        }

        return found;
    }

    // Optimal string alignment over three rows.
    private static int Slips(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Same(a[i - 1], b[j - 1]);
                var best = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    best = Math.Min(best, before[j - 2] + 1);
                }

                row[j] = best;
            }

            var freed = before;
            before = last;
            last = row;
            row = freed;
        }

        return last[b.Length];
    }

    private static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
}
