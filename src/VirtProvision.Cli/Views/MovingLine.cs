using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Views;

/// <summary>One line on standard error that moves while something is done, on a terminal only; gone in the end. Not safe for threads.</summary>
internal sealed class MovingLine(CommandContext context, bool isQuiet) : IDisposable
{
    private const int Width = 78;

    private int _shown;

    /// <summary>Whether anybody sees it.</summary>
    public bool Moves { get; } = !isQuiet && context.ErrorIsTerminal && context.WantsColor;

    public void Show(string text)
    {
        if (!Moves)
        {
            return;
        }

        text = text.Length > Width ? text[..(Width - 1)] + "…" : text;
        context.Error.Write($"\r{text.PadRight(_shown)}");
        context.Error.Flush();
        _shown = text.Length;
    }

    public void Dispose()
    {
        if (_shown > 0)
        {
            Show("");
            context.Error.Write('\r');
            context.Error.Flush();
        }
    }
}
