using System.Text;

namespace VirtProvision.Cli.Terminal;

/// <summary>Text from specs and hosts, made safe to print: a control character in it could move the cursor or change a terminal's title.</summary>
internal static class Visible
{
    public static string Of(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('\0', '\u001f');
        if (first < 0 && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            _ = character switch
            {
                '\n' => visible.Append("\\n"),
                '\t' => visible.Append("\\t"),
                '\r' => visible.Append("\\r"),
                _ when char.IsControl(character) => visible.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}"),
                _ => visible.Append(character),
            };
        }

        return visible.ToString();
    }
}
