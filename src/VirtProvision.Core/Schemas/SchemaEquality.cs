using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Schemas;

/// <summary>JSON's equality: numbers by value, mappings whatever their order.</summary>
internal static class SchemaEquality
{
    public static bool AreEqual(DocumentNode node, SchemaLiteral literal)
    {
        if (node is not ScalarNode scalar)
        {
            return false;
        }

        var type = SchemaEvaluation.TypeOf(scalar);
        return literal.Type switch
        {
            SchemaType.String => type is SchemaType.String && scalar.Text == literal.Text,
            SchemaType.Boolean => type is SchemaType.Boolean && scalar.IsTrue == (literal.Text is "true"),
            SchemaType.Null => type is SchemaType.Null,
            _ => (type & (SchemaType.Integer | SchemaType.Number)) != 0 && AreEqualNumbers(scalar.Text, literal.Text),
        };
    }

    public static bool AreEqual(DocumentNode left, DocumentNode right)
    {
        switch (left, right)
        {
            case (ScalarNode a, ScalarNode b):
                var (typeOfA, typeOfB) = (SchemaEvaluation.TypeOf(a), SchemaEvaluation.TypeOf(b));
                return typeOfA == typeOfB && typeOfA switch
                {
                    SchemaType.Null => true,
                    SchemaType.Boolean => a.IsTrue == b.IsTrue,
                    SchemaType.String => a.Text == b.Text,
                    _ => AreEqualNumbers(a.Text, b.Text),
                };
            case (SequenceNode a, SequenceNode b):
                return a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(static pair => AreEqual(pair.First, pair.Second));
            case (MappingNode a, MappingNode b):
                return a.Entries.Length == b.Entries.Length && a.Entries.All(entry => b[entry.Key.Text] is { } other && AreEqual(entry.Value, other));
            default:
                return false;
        }
    }

    /// <summary>Characters as JSON Schema counts them: code points.</summary>
    public static int LengthOf(string text)
    {
        var length = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                length--;
            }
        }

        return length;
    }

    private static bool AreEqualNumbers(string a, string b) =>
        SchemaNumber.TryRead(a, out var left) && SchemaNumber.TryRead(b, out var right) ? left == right : a == b;
}
