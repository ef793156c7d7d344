using System.Text.Json;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Views;

/// <summary>A result to show: to people as text, to programs as JSON.</summary>
internal interface IView
{
    void WriteText(TextWriter output, Style style);

    /// <summary>Writes one JSON value.</summary>
    void WriteJson(Utf8JsonWriter json);
}
