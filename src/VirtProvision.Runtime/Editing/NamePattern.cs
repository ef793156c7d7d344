namespace VirtProvision.Runtime.Editing;

/// <summary>A pattern for names as shells have it: <c>*</c> any characters, <c>?</c> one, <c>[a-c]</c> and <c>[!a-c]</c> one of some.</summary>
public static class NamePattern
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        while (pattern.Length > 0)
        {
            if (pattern[0] is '*')
            {
                var rest = pattern.TrimStart('*');
                for (var skipped = 0; skipped <= name.Length; skipped++)
                {
                    if (Matches(rest, name[skipped..]))
                    {
                        return true;
                    }
                }

                return false;
            }

            if (name.Length is 0)
            {
                return false;
            }

            if (pattern[0] is '[' && pattern.IndexOf(']') is var end and > 1)
            {
                if (!IsIn(pattern[1..end], name[0]))
                {
                    return false;
                }

                pattern = pattern[(end + 1)..];
            }
            else if (pattern[0] is '?' || pattern[0] == name[0])
            {
                pattern = pattern[1..];
            }
            else
            {
                return false;
            }

            name = name[1..];
        }

        return name.Length is 0;
    }

    private static bool IsIn(ReadOnlySpan<char> set, char letter)
    {
        var isNegated = set[0] is '!' or '^';
        set = isNegated ? set[1..] : set;
        var found = false;
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] is '-')
            {
                found |= letter >= set[i] && letter <= set[i + 2];
                i += 2;
            }
            else
            {
                found |= set[i] == letter;
            }
        }

        return found != isNegated;
    }
}
