namespace VirtProvision.Core.Documents;

/// <summary>How a variable may be called: words of ASCII letters, digits, <c>_</c> and <c>-</c> joined by dots; the first begins with a letter or <c>_</c>.</summary>
internal static class VariableName
{
    /// <summary>How much of the text from its start is a name; 0 when none begins there.</summary>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !(char.IsAsciiLetter(text[0]) || text[0] is '_'))
        {
            return 0;
        }

        var length = 1;
        while (length < text.Length && (IsWord(text[length]) || (text[length] is '.' && length + 1 < text.Length && IsWord(text[length + 1]))))
        {
            length++;
        }

        return length;
    }

    public static bool IsValid(string name) => name.Length > 0 && LengthAt(name) == name.Length;

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
