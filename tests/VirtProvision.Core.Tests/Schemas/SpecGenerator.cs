using System.Text.Json.Nodes;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Schemas;

/// <summary>Makes specs from a schema: mostly right, some with a mistake somewhere.</summary>
internal sealed class SpecGenerator(int seed)
{
    private static readonly SourceFile s_file = new("generated", "");

    private static readonly string[] s_texts =
    [
        "", "a", "root", "/dev/vda", "/var/lib/x", "2GiB", "512 MiB", "1.5GiB", "30s", "500ms", "0-3", "0-3,8,^2", "0x1f", "0x03", "1234", "52:54:00:12:34:56",
        "3f2b8a52-7f0c-4a4b-9d55-0c4d1a1b2c3d", "192.168.122.1", "192.168.122.0/24", "fd00::1", "example.org", "ua-x", "yes", "on", "true", "0755", "0x51af", "a b", "ä<&>", "raw", "qcow2",
    ];

    private static readonly long[] s_numbers = [0, 1, 2, 3, 7, 16, 100, 512, 1500, 4096, 65535, 65536, 1000000, -1, 4294967295, 4294967296];

    private readonly Random _random = new(seed);

    /// <summary>Now and then something else than the schema asks for.</summary>
    public DocumentNode Make(SchemaShape shape, int depth = 0) =>
        _random.Next(60) is 0 ? Junk() : Fitting(shape, depth);

    private DocumentNode Fitting(SchemaShape shape, int depth)
    {
        for (var attempt = 0; ; attempt++)
        {
            var made = Once(shape, depth);
            if (attempt > 6 || depth > 0 && SchemaValidator.IsValid(made, shape))
            {
                return made;
            }

            if (depth is 0)
            {
                return made;
            }
        }
    }

    private DocumentNode Once(SchemaShape shape, int depth)
    {
        if (shape.Positional is { } member && _random.Next(4) is 0)
        {
            return Make(shape.Properties[member], depth + 1);
        }

        if (!shape.Choices.IsEmpty && _random.Next(20) > 0)
        {
            var literal = shape.Choices[_random.Next(shape.Choices.Length)];
            return literal.Type switch
            {
                SchemaType.Boolean => ScalarNode.Boolean(s_file.Start, literal.Text is "true"),
                SchemaType.String => ScalarNode.String(s_file.Start, literal.Text),
                _ => new ScalarNode(s_file.Start, literal.Text, ScalarKind.Integer, true),
            };
        }

        SchemaType[] types = [.. new[] { SchemaType.Object, SchemaType.Array, SchemaType.String, SchemaType.Integer, SchemaType.Number, SchemaType.Boolean }.Where(type => shape.Types.HasFlag(type))];
        return types.Length is 0 ? Junk() : types[_random.Next(types.Length)] switch
        {
            SchemaType.Object => Object(shape, depth),
            SchemaType.Array => new SequenceNode(s_file.Start, [.. Enumerable.Range(0, _random.Next(4)).Select(_ => shape.Items is { } items ? Make(items, depth + 1) : Junk())]),
            SchemaType.String => Text(shape),
            SchemaType.Integer => ScalarNode.Integer(s_file.Start, s_numbers[_random.Next(s_numbers.Length)]),
            SchemaType.Number => new ScalarNode(s_file.Start, "0.5", ScalarKind.Float, true),
            _ => ScalarNode.Boolean(s_file.Start, _random.Next(2) is 0),
        };
    }

    private ScalarNode Text(SchemaShape shape) => ScalarNode.String(
        s_file.Start,
        !shape.Examples.IsEmpty && _random.Next(3) > 0 ? shape.Examples[_random.Next(shape.Examples.Length)] : s_texts[_random.Next(s_texts.Length)]);

    private MappingNode Object(SchemaShape shape, int depth)
    {
        var mapping = MappingNode.Empty(s_file.Start);
        string[] names = [.. shape.Properties.Keys];
        var count = depth is 0 ? 3 + _random.Next(5) : depth > 5 ? 0 : _random.Next(Math.Min(4, names.Length + 1));
        foreach (var name in shape.Roots.SelectMany(static root => Required(root)).Concat(Enumerable.Range(0, count).Where(_ => names.Length > 0).Select(_ => names[_random.Next(names.Length)])))
        {
            if (mapping[name] is null && shape.Properties.TryGetValue(name, out var property))
            {
                mapping = mapping.With(name, Make(property, depth + 1));
            }
        }

        if (names.Length is 0 && shape.AdditionalProperties is { } values)
        {
            mapping = mapping.With("key", Make(values, depth + 1));
        }

        return _random.Next(80) is 0 ? mapping.With("unknown", Junk()) : mapping;
    }

    private static IEnumerable<string> Required(SchemaNode node) => node.Reference is { } reference ? node.Required.Concat(Required(reference.Value)) : node.Required;

    private DocumentNode Junk() => _random.Next(8) switch
    {
        0 => new ScalarNode(s_file.Start, "null", ScalarKind.Null, true),
        1 => new SequenceNode(s_file.Start, []),
        2 => MappingNode.Empty(s_file.Start),
        3 => ScalarNode.Boolean(s_file.Start, true),
        4 => ScalarNode.Integer(s_file.Start, s_numbers[_random.Next(s_numbers.Length)]),
        5 => new ScalarNode(s_file.Start, "2.5", ScalarKind.Float, true),
        _ => ScalarNode.String(s_file.Start, s_texts[_random.Next(s_texts.Length)]),
    };

    public static JsonNode? ToJson(DocumentNode node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(static entry => KeyValuePair.Create(entry.Key.Text, ToJson(entry.Value)))),
        SequenceNode sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
        ScalarNode { IsNull: true } => null,
        ScalarNode { Kind: ScalarKind.String } text => JsonValue.Create(text.Text),
        ScalarNode scalar => JsonNode.Parse(scalar.Text),
        _ => throw new ArgumentException($"{node.GetType()}"),
    };
}
