using System.Text;

namespace VirtProvision.Core.Text;

/// <summary>What differs between two texts, line by line, as <c>diff -u</c> shows it.</summary>
public static class LineDiff
{
    private const int Context = 3;

    // Beyond that a shortest diff takes too long, and the middle is shown as exchanged.
    private const long MostCells = 25_000_000;

    /// <summary>Empty when the texts are alike.</summary>
    public static string Of(string before, string after, string beforeName, string afterName)
    {
        var (old, now) = (Lines(before), Lines(after));
        var edits = Edits(old, now);
        if (edits.TrueForAll(static edit => edit.Mark is ' '))
        {
            return "";
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"--- {beforeName}\n+++ {afterName}\n");
        foreach (var (start, end) in Hunks(edits))
        {
            AppendHunk(text, edits, start, end);
        }

        return text.ToString();
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private readonly record struct Edit(char Mark, string Line);

    private static List<Edit> Edits(string[] old, string[] now)
    {
        var first = old.AsSpan().CommonPrefixLength(now);
        var last = 0;
        while (last < Math.Min(old.Length, now.Length) - first && old[^(last + 1)] == now[^(last + 1)])
        {
            last++;
        }

        List<Edit> edits = [.. old.Take(first).Select(static line => new Edit(' ', line))];
        Middle(old.AsSpan(first, old.Length - first - last), now.AsSpan(first, now.Length - first - last), edits);
        edits.AddRange(old.TakeLast(last).Select(static line => new Edit(' ', line)));
        return edits;
    }

    private static void Middle(ReadOnlySpan<string> old, ReadOnlySpan<string> now, List<Edit> edits)
    {
        var (i, j) = (0, 0);
        if ((long)old.Length * now.Length <= MostCells)
        {
            var common = Common(old, now);
            while (i < old.Length && j < now.Length)
            {
                if (old[i] == now[j])
                {
                    edits.Add(new Edit(' ', old[i++]));
                    j++;
                }
                else if (common[i + 1, j] >= common[i, j + 1])
                {
                    edits.Add(new Edit('-', old[i++]));
                }
                else
                {
                    edits.Add(new Edit('+', now[j++]));
                }
            }
        }

        for (; i < old.Length; i++)
        {
            edits.Add(new Edit('-', old[i]));
        }

        for (; j < now.Length; j++)
        {
            edits.Add(new Edit('+', now[j]));
        }
    }

    /// <summary>How many lines what follows has in common, for each pair of places.</summary>
    private static int[,] Common(ReadOnlySpan<string> old, ReadOnlySpan<string> now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }

    /// <summary>Changes with the lines around them; those that touch are one.</summary>
    private static IEnumerable<(int Start, int End)> Hunks(List<Edit> edits)
    {
        var start = -1;
        var end = -1;
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Mark is ' ')
            {
                continue;
            }

            if (start >= 0 && i - Context > end)
            {
                yield return (start, Math.Min(end, edits.Count));
                start = -1;
            }

            start = start < 0 ? Math.Max(0, i - Context) : start;
            end = i + Context + 1;
        }

        yield return (start, Math.Min(end, edits.Count));
    }

    private static void AppendHunk(StringBuilder text, List<Edit> edits, int start, int end)
    {
        var oldStart = edits.Take(start).Count(static edit => edit.Mark is not '+') + 1;
        var newStart = edits.Take(start).Count(static edit => edit.Mark is not '-') + 1;
        var hunk = edits.GetRange(start, end - start);
        text.Append(CultureInfo.InvariantCulture, $"@@ -{oldStart},{hunk.Count(static edit => edit.Mark is not '+')} +{newStart},{hunk.Count(static edit => edit.Mark is not '-')} @@\n");
        foreach (var (mark, line) in hunk)
        {
            text.Append(mark).Append(line).Append('\n');
        }
    }
}
