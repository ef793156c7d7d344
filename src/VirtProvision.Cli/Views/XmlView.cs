using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime;

namespace VirtProvision.Cli.Views;

/// <summary>The XML of resources: one document as it is, several behind a comment that names each.</summary>
internal sealed class XmlView(RenderResult result) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var (id, xml) in result.Resources)
        {
            if (result.Resources.Length > 1)
            {
                // No comment may hold two hyphens; a name may.
                output.WriteLine(style.Dim($"<!-- {Visible.Of(id.ToString()).Replace("--", "- -", StringComparison.Ordinal)} -->"));
            }

            output.WriteLine(xml.ToString());
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var (id, xml) in result.Resources)
        {
            json.WriteStartObject();
            PlanJson.WriteResource(id, json);
            json.WriteString("xml"u8, xml.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
