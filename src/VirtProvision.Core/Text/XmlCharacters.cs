namespace VirtProvision.Core.Text;

/// <summary>Which characters XML 1.0 can carry: https://www.w3.org/TR/xml/#charsets.</summary>
public static class XmlCharacters
{
    /// <summary>Where the first character stands that no XML can hold, or -1: a control character, half a surrogate pair, U+FFFE or U+FFFF.</summary>
    public static int IndexOfForbidden(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < '\uD800' or '\t' or '\n' or '\r' or (>= '\uE000' and <= '\uFFFD'))
            {
                continue;
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            return i;
        }

        return -1;
    }
}
