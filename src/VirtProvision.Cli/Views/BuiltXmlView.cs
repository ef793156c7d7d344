using System.Text.Json;
using System.Xml.Linq;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Views;

/// <summary>Elements one after the other.</summary>
internal sealed class BuiltXmlView(ImmutableArray<XElement> elements) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var element in elements)
        {
            output.WriteLine(element.ToString());
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var element in elements)
        {
            json.WriteStringValue(element.ToString());
        }

        json.WriteEndArray();
    }
}
