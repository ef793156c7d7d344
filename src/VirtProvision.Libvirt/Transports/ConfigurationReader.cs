using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>A line of a configuration file of libvirt's: a name, and one value or a list.</summary>
/// <param name="Values">Each with its line; numbers as they are written.</param>
internal sealed record ConfigurationSetting(string Name, int Line, bool IsList, ImmutableArray<(string Text, int Line)> Values);

/// <summary>
/// Reads the small language of libvirt's configuration files: <c>name = value</c> a line, a value being a number, a text in quotes without escapes, or a list of them in brackets
/// over as many lines as it takes; <c>#</c> begins a comment. https://libvirt.org/uri.html#uri-config
/// </summary>
internal sealed class ConfigurationReader(string path, string text)
{
    private int _at;
    private int _line = 1;

    public IEnumerable<ConfigurationSetting> Read()
    {
        while (SkipTo())
        {
            var line = _line;
            var name = Take(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
            if (name.Length == 0 || !char.IsAsciiLetter(name[0]))
            {
                throw Broken(path, line, "Here stands a setting's name, then \"=\" and its value.");
            }

            SkipSpaces();
            if (!TryTake('='))
            {
                throw Broken(path, line, $"\"=\" is missing behind {name}.");
            }

            SkipSpaces();
            var isList = TryTake('[');
            ImmutableArray<(string, int)> values = isList ? [.. List(name)] : [(Value(name), line)];
            SkipSpaces();
            if (_at < text.Length && text[_at] is not ('\n' or '#'))
            {
                throw Broken(path, _line, $"Behind the value of {name} the line has to end.");
            }

            yield return new ConfigurationSetting(name, line, isList, values);
        }
    }

    public static LibvirtConnectException Broken(string path, int line, string what) =>
        new(LibvirtConnectFailure.InvalidConfiguration, $"{path}:{line}: {what}");

    private IEnumerable<(string, int)> List(string name)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            if (!SkipTo())
            {
                throw Broken(path, _line, $"The list of {name} does not end: \"]\" is missing.");
            }

            if (TryTake(']'))
            {
                yield break;
            }

            if (!isFirst && !TryTake(','))
            {
                throw Broken(path, _line, $"Between two values of {name} stands a comma.");
            }

            SkipTo();

            // A comma may stand behind the last one too.
            if (TryTake(']'))
            {
                yield break;
            }

            yield return (Value(name), _line);
        }
    }

    private string Value(string name)
    {
        if (_at < text.Length && text[_at] is '"' or '\'')
        {
            var quote = text[_at];
            var end = text.IndexOf(quote, _at + 1);
            var newline = text.IndexOf('\n', _at + 1);
            if (end < 0 || (newline >= 0 && newline < end))
            {
                throw Broken(path, _line, $"A text of {name} has no end: {quote} is missing on the same line.");
            }

            var value = text[(_at + 1)..end];
            _at = end + 1;
            return value;
        }

        var number = Take(static letter => char.IsAsciiDigit(letter) || letter is '-');
        return number.Length > 0 ? number : throw Broken(path, _line, $"The value of {name} is a number, a text in quotes, or a list in brackets.");
    }

    private string Take(Func<char, bool> isPart)
    {
        var start = _at;
        while (_at < text.Length && isPart(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    private bool TryTake(char letter)
    {
        if (_at < text.Length && text[_at] == letter)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void SkipSpaces() => Take(static letter => letter is ' ' or '\t' or '\r');

    /// <summary>Over spaces, empty lines and comments; false at the end.</summary>
    private bool SkipTo()
    {
        while (_at < text.Length)
        {
            SkipSpaces();
            if (TryTake('#'))
            {
                Take(static letter => letter != '\n');
            }
            else if (TryTake('\n'))
            {
                _line++;
            }
            else if (_at < text.Length)
            {
                return true;
            }
        }

        return false;
    }
}
