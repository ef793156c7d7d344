using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Cloning;

namespace VirtProvision.Cli.Views;

/// <summary>The XML that clones would be defined as.</summary>
internal sealed class CloneXmlView(PreparedClones prepared) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var xml in prepared.Xml)
        {
            output.WriteLine(xml.ToString());
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var (clone, xml) in prepared.Plan!.Clones.Zip(prepared.Xml))
        {
            json.WriteStartObject();
            json.WriteString("name"u8, clone.Name);
            json.WriteString("uuid"u8, clone.Uuid);
            json.WriteString("xml"u8, xml.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
