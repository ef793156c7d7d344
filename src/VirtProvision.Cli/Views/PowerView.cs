using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Views;

/// <summary>What became of domains that were started, stopped or rebooted.</summary>
internal sealed class PowerView(ImmutableArray<PowerOutcome> outcomes) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var outcome in outcomes)
        {
            var took = outcome.State is PowerState.Done ? style.Dim(string.Create(CultureInfo.InvariantCulture, $" ({outcome.Took.TotalSeconds:0.0} s)")) : "";
            output.WriteLine($"{MarkOf(outcome.State, style)} {style.Bold(Visible.Of(outcome.Domain.ToString()))} {outcome.What}{took}");
        }

        if (outcomes.Length > 1)
        {
            output.WriteLine(style.Bold(Summary()));
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var outcome in outcomes)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, outcome.Domain.Name);
            json.WriteString("state"u8, outcome.State switch
            {
                PowerState.Done => "done",
                PowerState.Already => "already",
                PowerState.Failed => "failed",
                _ => "left",
            });
            json.WriteString("what"u8, outcome.What);
            json.WriteNumber("seconds"u8, Math.Round(outcome.Took.TotalSeconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private string Summary()
    {
        var parts = new List<string> { $"{Count(PowerState.Done)} done" };
        foreach (var (state, word) in new[] { (PowerState.Already, "so already"), (PowerState.Failed, "failed"), (PowerState.Left, "left") })
        {
            if (Count(state) is > 0 and var count)
            {
                parts.Add($"{count} {word}");
            }
        }

        return $"{string.Join(", ", parts)}.";
    }

    private int Count(PowerState state) => outcomes.Count(outcome => outcome.State == state);

    private static string MarkOf(PowerState state, Style style) => state switch
    {
        PowerState.Done => style.Green("✓"),
        PowerState.Already => style.Dim("·"),
        PowerState.Failed => style.Red("✗"),
        _ => style.Yellow("-"),
    };
}
