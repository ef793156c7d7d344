using System.Text.Json;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Views;

/// <summary>A plan and what became of it. As text the plan was shown before it was carried out, so only the report follows.</summary>
internal sealed class ApplyView(IView plan, IView? report, bool isPlanShown) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        if (!isPlanShown)
        {
            plan.WriteText(output, style);
        }
        else
        {
            report?.WriteText(output, style);
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("plan"u8);
        plan.WriteJson(json);
        json.WritePropertyName("report"u8);
        if (report is null)
        {
            json.WriteNullValue();
        }
        else
        {
            report.WriteJson(json);
        }

        json.WriteEndObject();
    }
}
