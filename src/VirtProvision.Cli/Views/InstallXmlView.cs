using System.Text.Json;
using System.Xml.Linq;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Cli.Views;

/// <summary>The configurations of a domain to be installed: that of the first start, if it has one, and the final one.</summary>
/// <param name="step">The one that is wanted, from 1; null for all.</param>
internal sealed class InstallXmlView(NewDomain domain, int? step) : IView
{
    public static int StepsOf(NewDomain domain) => domain.First is null ? 1 : 2;

    public void WriteText(TextWriter output, Style style)
    {
        foreach (var xml in Wanted())
        {
            output.WriteLine(xml.ToString());
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, domain.Domain.Id.Name);
        json.WriteString("osinfo"u8, domain.System.ShortId);
        json.WriteStartArray("steps"u8);
        foreach (var xml in Wanted())
        {
            json.WriteStringValue(xml.ToString());
        }

        json.WriteEndArray();
        json.WriteStartArray("creates"u8);
        foreach (var need in domain.Needs)
        {
            json.WriteStartObject();
            PlanJson.WriteResource(need.Id, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private XElement[] Wanted()
    {
        XElement[] all = domain.First is { } first ? [first, domain.Final] : [domain.Final];
        return step is { } one ? [all[one - 1]] : all;
    }
}
