using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Cloning;

namespace VirtProvision.Cli.Views;

/// <summary>A plan and what became of it. As text the plan was shown before it was carried out, so only the report follows.</summary>
internal sealed class ApplyView(IView plan, IView? report, bool isPlanShown) : IView
{
    /// <summary>What guests said of themselves; null when none was to be asked.</summary>
    public ImmutableDictionary<string, GuestIdentity>? Identities { get; init; }

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

        foreach (var (domain, identity) in Sorted)
        {
            output.WriteLine(style.Bold(Visible.Of($"Domain/{domain}")));
            IdentityLines.Write(output, identity);
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

        if (Identities is not null)
        {
            json.WriteStartObject("identities"u8);
            foreach (var (domain, identity) in Sorted)
            {
                json.WritePropertyName(domain);
                IdentityLines.WriteJson(json, identity);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private IEnumerable<KeyValuePair<string, GuestIdentity>> Sorted => (Identities ?? ImmutableDictionary<string, GuestIdentity>.Empty).OrderBy(static pair => pair.Key, StringComparer.Ordinal);
}
