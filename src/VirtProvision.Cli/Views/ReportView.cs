using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Cli.Views;

/// <summary>What became of a plan, resource by resource.</summary>
internal sealed class ReportView(ApplyReport report, IFieldNames names) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var outcome in report.Outcomes)
        {
            if (MarkOf(outcome.State, style) is { } mark)
            {
                output.WriteLine($"{mark} {style.Bold(Visible.Of(outcome.Id.ToString()))}{Doings(outcome)}");
                foreach (var pending in outcome.Pending)
                {
                    var name = Visible.Of(names.NameOf(outcome.Id, pending.Change.Path));
                    output.WriteLine($"    {style.Cyan("!")} {name}  {style.Dim($"pending: {Visible.Of(pending.Reason)}")}");
                }
            }
        }

        output.WriteLine(style.Bold(Summary()));
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("succeeded"u8, report.Succeeded);
        json.WriteStartArray("outcomes"u8);
        WriteOutcomes(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <param name="host">Where a run has several.</param>
    public void WriteOutcomes(Utf8JsonWriter json, string? host = null)
    {
        foreach (var outcome in report.Outcomes)
        {
            WriteOutcome(outcome, json, host);
        }
    }

    private void WriteOutcome(ResourceOutcome outcome, Utf8JsonWriter json, string? host)
    {
        json.WriteStartObject();
        PlanJson.WriteResource(outcome.Id, json, host);
        json.WriteString("state"u8, Word(outcome.State));
        json.WriteStartArray("done"u8);
        foreach (var operation in outcome.Done)
        {
            json.WriteStringValue(Words.Of(operation));
        }

        json.WriteEndArray();
        json.WriteStartArray("fields"u8);
        foreach (var field in outcome.Fields)
        {
            json.WriteStartObject();
            json.WriteString("field"u8, names.NameOf(outcome.Id, field.Change.Path));
            json.WriteString("state"u8, Words.Of(field.State));
            json.WriteString("reason"u8, field.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("pendingRestart"u8);
        foreach (var pending in outcome.Pending)
        {
            json.WriteStartObject();
            json.WriteString("field"u8, names.NameOf(outcome.Id, pending.Change.Path));
            json.WriteString("reason"u8, pending.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private string Summary() => $"{(report.Succeeded ? "Done" : "Not done")}: {CountsOf(report)}.";

    /// <summary><c>1 applied, 0 unchanged</c>, and what else there is.</summary>
    internal static string CountsOf(ApplyReport report)
    {
        var parts = new List<string> { $"{report.Count(OutcomeState.Applied) + report.Count(OutcomeState.PendingRestart)} applied", $"{report.Count(OutcomeState.Unchanged)} unchanged" };
        Add(OutcomeState.PendingRestart, "pending restart");
        Add(OutcomeState.Failed, "failed");
        Add(OutcomeState.Skipped, "skipped");
        return string.Join(", ", parts);

        void Add(OutcomeState state, string word)
        {
            if (report.Count(state) is var count and > 0)
            {
                parts.Add($"{count} {word}");
            }
        }
    }

    private static string Doings(ResourceOutcome outcome) =>
        outcome.Done.IsEmpty ? "" : $": {string.Join(", ", outcome.Done.Select(Words.Of).Distinct())}";

    private static string? MarkOf(OutcomeState state, Style style) => state switch
    {
        OutcomeState.Applied => style.Green("✓"),
        OutcomeState.PendingRestart => style.Cyan("!"),
        OutcomeState.Failed => style.Red("✗"),
        OutcomeState.Skipped => style.Yellow("-"),
        _ => null,
    };

    public static string Word(OutcomeState state) => state switch
    {
        OutcomeState.Unchanged => "unchanged",
        OutcomeState.Applied => "applied",
        OutcomeState.PendingRestart => "pending-restart",
        OutcomeState.Failed => "failed",
        _ => "skipped",
    };
}
