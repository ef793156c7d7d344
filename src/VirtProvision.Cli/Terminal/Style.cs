namespace VirtProvision.Cli.Terminal;

/// <summary>Colours for a terminal, or none.</summary>
internal sealed class Style
{
    public static readonly Style Plain = new(enabled: false);
    public static readonly Style Colored = new(enabled: true);

    private readonly bool _enabled;

    private Style(bool enabled) => _enabled = enabled;

    public static Style For(bool isTerminal, CommandContext context) => isTerminal && context.WantsColor ? Colored : Plain;

    public string Red(string text) => Wrap("31", text);

    public string Green(string text) => Wrap("32", text);

    public string Yellow(string text) => Wrap("33", text);

    public string Cyan(string text) => Wrap("36", text);

    public string Bold(string text) => Wrap("1", text);

    public string Dim(string text) => Wrap("2", text);

    private string Wrap(string code, string text) => _enabled ? $"\e[{code}m{text}\e[0m" : text;
}
