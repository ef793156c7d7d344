using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime;

namespace VirtProvision.Cli.Views;

/// <summary>The XML of resources: one document as it is, several behind a comment that names each.</summary>
internal sealed class XmlView(ImmutableArray<RenderedXml> resources) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var resource in resources)
        {
            var (id, xml) = resource;
            if (resources.Length > 1)
            {
                // No comment may hold two hyphens; a name may.
                var title = resource.Host is null ? id.ToString() : $"{id} on {resource.Host}";
                output.WriteLine(style.Dim($"<!-- {Visible.Of(title).Replace("--", "- -", StringComparison.Ordinal)} -->"));
            }

            output.WriteLine(xml.ToString());
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var resource in resources)
        {
            json.WriteStartObject();
            PlanJson.WriteResource(resource.Id, json, resource.Host);
            json.WriteString("xml"u8, resource.Xml.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
