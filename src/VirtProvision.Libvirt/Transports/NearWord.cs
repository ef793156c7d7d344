namespace VirtProvision.Libvirt.Transports;

/// <summary>What somebody who misspelt one of a few words most likely meant.</summary>
internal static class NearWord
{
    public static string DidYouMean(string word, IReadOnlyList<string> words)
    {
        var most = Math.Max(1, word.Length / 3);
        return word.Length is > 0 and <= 32 && words.Count > 0 && words.MinBy(known => Slips(word, known)) is { } nearest && Slips(word, nearest) <= most ? $" Did you mean \"{nearest}\"?" : "";
    }

    // Levenshtein's distance, a row at a time.
    private static int Slips(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
