using System.Text.Json;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Views;

/// <summary>A JSON Schema, which is JSON in either form.</summary>
internal sealed class SchemaView(string schema) : IView
{
    public void WriteText(TextWriter output, Style style) => output.WriteLine(schema);

    public void WriteJson(Utf8JsonWriter json) => json.WriteRawValue(schema);
}
