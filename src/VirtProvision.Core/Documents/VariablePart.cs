namespace VirtProvision.Core.Documents;

internal enum VariableForm
{
    /// <summary>Not a variable: text as it stands, <c>$${</c> already made <c>${</c>.</summary>
    Text,

    /// <summary><c>${NAME}</c></summary>
    Plain,

    /// <summary><c>${NAME:-word}</c>: the word when the variable is missing or empty.</summary>
    Default,

    /// <summary><c>${NAME:?word}</c>: an error that says the word when it is missing or empty.</summary>
    Required,

    /// <summary><c>${NAME:+word}</c>: the word when it is there and not empty.</summary>
    Alternative,

    /// <summary>A <c>${</c> that begins none of these.</summary>
    Malformed,
}

/// <summary>A piece of a scalar: text, or one variable.</summary>
/// <param name="Text">The text, or the variable's name.</param>
/// <param name="Word">What stands behind <c>:-</c>, <c>:?</c> or <c>:+</c>; may hold variables itself.</param>
/// <param name="Offset">Where it begins in the scalar's text.</param>
internal readonly record struct VariablePart(VariableForm Form, string Text, string Word, int Offset, int Length)
{
    public static List<VariablePart> Split(string text)
    {
        var parts = new List<VariablePart>();
        var position = 0;
        while (position < text.Length)
        {
            var dollar = text.IndexOf("${", position, StringComparison.Ordinal);
            if (dollar < 0)
            {
                parts.Add(new VariablePart(VariableForm.Text, text[position..], "", position, text.Length - position));
                break;
            }

            var escaped = dollar > position && text[dollar - 1] is '$';
            var literal = escaped ? text[position..(dollar - 1)] + "${" : text[position..dollar];
            if (literal.Length > 0)
            {
                parts.Add(new VariablePart(VariableForm.Text, literal, "", position, dollar - position));
            }

            position = dollar + 2;
            if (!escaped)
            {
                var variable = ReadAt(text, dollar);
                parts.Add(variable);
                position = dollar + variable.Length;
            }
        }

        return parts;
    }

    private static VariablePart ReadAt(string text, int start)
    {
        var rest = text.AsSpan(start + 2);
        var nameLength = VariableName.LengthAt(rest);
        var end = EndOf(rest);
        if (nameLength is 0 || end < 0)
        {
            return new VariablePart(VariableForm.Malformed, "", "", start, end < 0 ? text.Length - start : end + 3);
        }

        var name = rest[..nameLength].ToString();
        var length = end + 3;
        var tail = rest[nameLength..end];
        return tail switch
        {
            [] => new VariablePart(VariableForm.Plain, name, "", start, length),
            [':', '-', .. var word] => new VariablePart(VariableForm.Default, name, word.ToString(), start, length),
            [':', '?', .. var word] => new VariablePart(VariableForm.Required, name, word.ToString(), start, length),
            [':', '+', .. var word] => new VariablePart(VariableForm.Alternative, name, word.ToString(), start, length),
            _ => new VariablePart(VariableForm.Malformed, name, "", start, length),
        };
    }

    // The closing brace, variables inside the word skipped; -1 when there is none.
    private static int EndOf(ReadOnlySpan<char> text)
    {
        var depth = 1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '{' && i > 0 && text[i - 1] is '$')
            {
                depth++;
            }
            else if (text[i] is '}' && --depth is 0)
            {
                return i;
            }
        }

        return -1;
    }
}
