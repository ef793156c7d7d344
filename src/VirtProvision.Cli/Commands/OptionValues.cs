using System.CommandLine.Parsing;

namespace VirtProvision.Cli.Commands;

/// <summary>Reads option values, and says what would have been right.</summary>
internal static class OptionValues
{
    public static T Choice<T>(ArgumentResult result, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        var word = result.Tokens[^1].Value;
        foreach (var choice in choices)
        {
            if (choice.Word == word)
            {
                return choice.Value;
            }
        }

        var words = new List<string>();
        foreach (var choice in choices)
        {
            words.Add(choice.Word);
        }

        Reject(result, word, $"it is one of {string.Join(", ", words)}.");
        return choices[0].Value;
    }

    public static int PositiveNumber(ArgumentResult result)
    {
        var word = result.Tokens[^1].Value;
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return number;
        }

        Reject(result, word, "it is a whole number from 1 on.");
        return 1;
    }

    // UsageErrors takes the message apart again: the library hands errors on as text.
    private static void Reject(ArgumentResult result, string word, string expected) =>
        result.AddError($"{((OptionResult)result.Parent!).IdentifierToken?.Value}\0{word}\0{expected}");
}
