using System.Text.Json;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Views;

/// <summary>One line.</summary>
internal sealed class TextView(string text) : IView
{
    public void WriteText(TextWriter output, Style style) => output.WriteLine(Visible.Of(text));

    public void WriteJson(Utf8JsonWriter json) => json.WriteStringValue(text);
}
