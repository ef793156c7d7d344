using System.Text.Json;

namespace VirtProvision.Core.Options;

/// <summary>Reads <c>domain/options.json</c>.</summary>
internal static class OptionCatalogReader
{
    /// <exception cref="InvalidDataException">The file is not as it should be.</exception>
    public static ImmutableArray<OptionDefinition> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            return [.. document.RootElement.GetProperty("options").EnumerateArray().Select(ReadOption)];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"domain/options.json: {exception.Message}", exception);
        }
    }

    private static OptionDefinition ReadOption(JsonElement json)
    {
        var name = json.GetProperty("name").GetString()!;
        var definition = new OptionDefinition(name);
        ImmutableArray<string> names = [];
        string? letter = null;
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case "name":
                    break;
                case "names":
                    names = Texts(member.Value);
                    break;
                case "short":
                    letter = member.Value.GetString();
                    break;
                default:
                    definition = With(definition, member.Name, member.Value);
                    break;
            }
        }

        return definition with { Spellings = [name, .. names, .. letter is null ? [] : ImmutableArray.Create(letter)] };
    }

    private static OptionDefinition With(OptionDefinition definition, string member, JsonElement value) => member switch
    {
        "value" => definition with { Arity = value.GetString() switch { "none" => OptionArity.None, "optional" => OptionArity.Optional, _ => throw new InvalidDataException($"{definition.Name}: \"{value}\" is no arity.") } },
        "description" => definition with { Description = value.GetString() },
        "makes" => definition with { Makes = value.GetString() },
        "also" => definition with { Also = Texts(value) },
        "positional" => definition with { Positional = Texts(value) },
        "none" => definition with { None = value.GetString() },
        "words" => definition with { Words = value.EnumerateObject().ToImmutableDictionary(static entry => entry.Name, static entry => Texts(entry.Value), StringComparer.Ordinal) },
        "meanings" => definition with { Meanings = value.EnumerateObject().ToImmutableDictionary(static entry => entry.Name, static entry => Meanings(entry.Value), StringComparer.Ordinal) },
        "withoutEffect" => definition with { WithoutEffect = Texts(value) },
        "merge" => definition with { Merge = value.GetString() },
        "joins" => definition with { Joins = value.GetString() },
        "instead" => definition with { Instead = value.GetString() },
        "pieces" => definition with { Pieces = value.GetString() },
        "unless" => definition with { Unless = Texts(value) },
        "joined" => definition with { Joined = Texts(value) },
        "toAll" => definition with { JoinsAll = value.GetBoolean() },
        "alone" => definition with { StandsAlone = value.GetBoolean() },
        "conflicts" => definition with { Conflicts = Texts(value) },
        "ignored" => definition with { IsIgnored = value.GetBoolean() },
        _ => throw new InvalidDataException($"{definition.Name}: \"{member}\" is not known here."),
    };

    private static ImmutableArray<string> Texts(JsonElement value) =>
        value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray().Select(static item => item.GetString()!)] : [value.GetString()!];

    private static ImmutableDictionary<string, string> Meanings(JsonElement value) =>
        value.EnumerateObject().ToImmutableDictionary(static entry => entry.Name, static entry => entry.Value.GetString()!, StringComparer.Ordinal);
}
