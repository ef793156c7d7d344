using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Chains;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Cli.Views;

/// <summary>Disks with what they stand on, or stood on.</summary>
/// <param name="report">Null when nothing was done.</param>
internal sealed class FlattenView(ImmutableArray<FlattenedDomain> domains, ApplyReport? report) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var domain in domains)
        {
            output.WriteLine($"{MarkOf(domain, style)} {style.Bold(Visible.Of($"Domain/{domain.Name}"))}{(domain.Disks.IsEmpty ? ": stands alone" : "")}");
            foreach (var disk in domain.Disks)
            {
                output.WriteLine(Visible.Of($"    {disk.Target}: {disk.Path} {(StateOf(domain) is "flattened" ? "stood" : "stands")} on {string.Join(", on ", disk.Below)}"));
            }
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var domain in domains)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, domain.Name);
            json.WriteString("state"u8, StateOf(domain));
            json.WriteStartArray("disks"u8);
            foreach (var disk in domain.Disks)
            {
                json.WriteStartObject();
                json.WriteString("target"u8, disk.Target);
                json.WriteString("path"u8, disk.Path);
                json.WriteStartArray("below"u8);
                foreach (var path in disk.Below)
                {
                    json.WriteStringValue(path);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private string StateOf(FlattenedDomain domain) => domain.Disks.IsEmpty ? "alone" : report?.Outcomes.FirstOrDefault(outcome => outcome.Id.Name == domain.Name)?.State switch
    {
        null => "layered",
        OutcomeState.Applied => "flattened",
        OutcomeState.Failed => "failed",
        _ => "skipped",
    };

    private string MarkOf(FlattenedDomain domain, Style style) => StateOf(domain) switch
    {
        "flattened" => style.Green("✓"),
        "failed" => style.Red("✗"),
        "skipped" => style.Yellow("-"),
        _ => style.Dim("·"),
    };
}
