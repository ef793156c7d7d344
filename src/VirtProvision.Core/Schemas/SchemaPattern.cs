using System.Text;
using System.Text.RegularExpressions;

namespace VirtProvision.Core.Schemas;

/// <summary>A <c>pattern</c>: a regular expression of ECMA-262, made into .NET's on first use.</summary>
internal sealed class SchemaPattern(string text)
{
    private Regex? _regex;

    public string Text { get; } = text;

    public Regex Regex => _regex ??= Compile(Text);

    public bool IsMatch(string value) => Regex.IsMatch(value);

    /// <summary>In .NET <c>$</c> also matches before a last line break and <c>\d</c> is any script's digit; in ECMA-262, neither.</summary>
    public static Regex Compile(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 8);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c is '\\' && i + 1 < pattern.Length)
            {
                result.Append(c).Append(pattern[++i]);
                continue;
            }

            inClass = c switch { '[' => true, ']' => false, _ => inClass };
            _ = c is '$' && !inClass ? result.Append(@"(?!\n)$") : result.Append(c);
        }

        return new Regex(result.ToString(), RegexOptions.ECMAScript);
    }
}
