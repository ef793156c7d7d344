namespace VirtProvision.Libvirt.Transports;

/// <summary>What somebody who misspelt one of a few words most likely meant.</summary>
internal static class NearWord
{
    public static string DidYouMean(string word, IReadOnlyList<string> words)
    {
        var most = Math.Max(1, word.Length / 3);
        return word.Length is > 0 and <= 32 && words.Count > 0 && words.MinBy(known => Slips(word, known)) is { } nearest && Slips(word, nearest) <= most ? $" Did you mean \"{nearest}\"?" : "";
    }

    // A letter added, dropped or changed, or two swapped (optimal string alignment). The words are few and short.
    private static int Slips(string a, string b)
    {
        var slips = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                slips[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1, slips[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
                }
            }
        }

        return slips[a.Length, b.Length];
    }
}
