using System.CommandLine.Parsing;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Cli.Commands;

/// <summary>Reads option values, and says what would have been right.</summary>
internal static class OptionValues
{
    public static T Choice<T>(ArgumentResult result, params ImmutableArray<(string Word, T Value)> choices)
    {
        var word = result.Tokens[^1].Value;
        foreach (var choice in choices)
        {
            if (choice.Word == word)
            {
                return choice.Value;
            }
        }

        Reject(result, word, $"it is one of {string.Join(", ", choices.Select(static choice => choice.Word))}.");
        return choices[0].Value;
    }

    /// <summary>Several, with commas or repeated.</summary>
    public static T[] Choices<T>(ArgumentResult result, ImmutableArray<(string Word, T Value)> choices)
    {
        var chosen = new List<T>();
        foreach (var word in result.Tokens.SelectMany(static token => token.Value.Split(',')))
        {
            if (choices.FirstOrDefault(choice => choice.Word == word) is { Word: not null } choice)
            {
                chosen.Add(choice.Value);
            }
            else
            {
                Reject(result, word, $"it is one of {string.Join(", ", choices.Select(static choice => choice.Word))}.");
                break;
            }
        }

        return [.. chosen];
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

    public static int WholeNumber(ArgumentResult result)
    {
        var word = result.Tokens[^1].Value;
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Reject(result, word, "it is a whole number from 0 on.");
        return 0;
    }

    /// <summary><c>Domain/web01</c>, <c>StorageVolume/images/data.qcow2</c>.</summary>
    public static ResourceId[] Resources(ArgumentResult result)
    {
        var ids = new List<ResourceId>();
        foreach (var token in result.Tokens)
        {
            var parts = token.Value.Split('/');
            var kind = ResourceKind.Find(parts[0]);
            if (kind is null || parts.Length != (kind == ResourceKind.StorageVolume ? 3 : 2) || parts.Any(string.IsNullOrEmpty))
            {
                Reject(result, token.Value, "it is KIND/NAME, or StorageVolume/POOL/NAME.");
                break;
            }

            ids.Add(new ResourceId(kind, parts[^1], parts.Length == 3 ? parts[1] : null));
        }

        return [.. ids];
    }

    // UsageErrors takes the message apart again: the library hands errors on as text.
    public static void Reject(ArgumentResult result, string word, string expected) =>
        result.AddError($"{((OptionResult)result.Parent!).IdentifierToken?.Value}\0{word}\0{expected}");
}
