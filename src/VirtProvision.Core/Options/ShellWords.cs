using System.Text;

namespace VirtProvision.Core.Options;

/// <summary>Splits a command line at its blanks as a POSIX shell does.</summary>
internal static class ShellWords
{
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        char? quote = null;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (quote is not null && character == quote)
            {
                quote = null;
            }
            else if (quote is null && char.IsWhiteSpace(character))
            {
                if (inWord)
                {
                    words.Add(word.ToString());
                    word.Clear();
                }

                inWord = false;
                continue;
            }
            else if (quote is null && character is '\'' or '"')
            {
                quote = character;
            }
            else if (character is '\\' && i + 1 < text.Length && (quote is null || (quote is '"' && text[i + 1] is '"' or '\\')))
            {
                word.Append(text[++i]);
            }
            else
            {
                word.Append(character);
            }

            inWord = true;
        }

        if (inWord)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
