using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;

namespace VirtProvision.Cli.Views;

/// <summary>A plan: what would change, field by field in the spec's words, and what each change costs.</summary>
internal sealed class PlanView(Plan plan, IFieldNames names) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var change in plan.Changes)
        {
            if (!change.IsNoOp || !change.PendingRestart.IsEmpty)
            {
                WriteChange(change, output, style);
                output.WriteLine();
            }
        }

        output.WriteLine(style.Bold(SummaryOf(plan)));
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        PlanJson.WriteSummary(plan, json);
        json.WriteStartArray("changes"u8);
        foreach (var change in plan.Changes)
        {
            PlanJson.WriteChange(change, names, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteChange(ResourceChange change, TextWriter output, Style style)
    {
        var (mark, verb) = ActionOf(change) switch
        {
            ChangeAction.Create => (style.Green("+"), "will be created"),
            ChangeAction.Update => (style.Yellow("~"), "will be updated"),
            ChangeAction.Replace => (style.Red("-/+"), "must be replaced"),
            ChangeAction.Delete => (style.Red("-"), "will be deleted"),
            _ => (style.Cyan("!"), "has changes that wait for its restart"),
        };
        // That a deleted object is gone goes without saying; that its data is does not.
        var says = change is { Action: ChangeAction.Delete, Disruption: not Disruption.DataLoss } ? Disruption.None : change.Disruption;
        var cost = says is Disruption.None ? "" : $" ({Words.Of(says)})";
        var by = change.PatchedBy.IsEmpty ? "" : $" by {Visible.Of(string.Join(", ", change.PatchedBy.Select(static name => $"DomainPatch/{name}")))}";
        output.WriteLine($"{mark} {style.Bold(Visible.Of(change.Id.ToString()))} {verb}{by}{cost}");

        var lines = new List<(string Mark, string Text, string Note)>();
        foreach (var field in change.Fields)
        {
            lines.Add(LineOf(change.Id, field, style, Words.Of(field.Effect)));
        }

        foreach (var owner in change.Created.GroupBy(static field => field.Owner))
        {
            lines.Add((style.Green("+"), CreationLine.Of(owner.Key, [.. owner]), ""));
        }

        foreach (var state in change.States)
        {
            lines.Add(change.Action is ChangeAction.Create
                ? (style.Green("+"), $"{state.Field}: {Word(state.After)}", "")
                : (style.Yellow("~"), $"{state.Field}: {Word(state.Before)} → {Word(state.After)}", ""));
        }

        foreach (var field in change.PendingRestart)
        {
            lines.Add(LineOf(change.Id, field, style, "pending restart") with { Mark = style.Cyan("!") });
        }

        foreach (var note in change.Notes)
        {
            lines.Add((style.Cyan("i"), Visible.Of(note), ""));
        }

        // Notes stand below each other unless a long value would push them off the screen.
        var column = lines.Where(static line => line.Text.Length <= 60).Select(static line => line.Text.Length).DefaultIfEmpty(0).Max();
        foreach (var line in lines)
        {
            output.WriteLine($"    {line.Mark} {(line.Note.Length == 0 ? line.Text : $"{line.Text.PadRight(column)}  {style.Dim(line.Note)}")}");
        }
    }

    private (string Mark, string Text, string Note) LineOf(ResourceId id, FieldChange field, Style style, string note)
    {
        var name = Visible.Of(names.NameOf(id, field.Path));
        var (before, after) = (Shown(field, field.Before), Shown(field, field.After));
        if (field.IsDrift)
        {
            note += ", changed on the host";
        }

        if (field.IsConfigured)
        {
            note += ", configured already";
        }

        return field.Kind switch
        {
            FieldChangeKind.Add => (style.Green("+"), $"{name}: {after}", note),
            FieldChangeKind.Remove => (style.Red("-"), $"{name}: {before}", note),
            _ => (style.Yellow("~"), $"{name}: {before} → {after}", note),
        };
    }

    private static string Shown(FieldChange field, string? value) => field.IsSecret ? "(secret)" : Visible.Of(value ?? "");

    private static string Word(bool value) => value ? "true" : "false";

    private static string SummaryOf(Plan plan) => plan.HasChanges ? $"Plan: {CountsOf(plan)}" : $"No changes. The host matches the specs.{NotesOf(plan)}";

    /// <summary><c>1 to create, 0 to update, …</c> and what else there is to say of the whole.</summary>
    internal static string CountsOf(Plan plan) =>
        $"{Count(plan, ChangeAction.Create)} to create, {Count(plan, ChangeAction.Update)} to update, {Count(plan, ChangeAction.Replace)} to replace, {Count(plan, ChangeAction.Delete)} to delete.{NotesOf(plan)}";

    internal static string NotesOf(Plan plan)
    {
        var adopted = plan.Changes.Count(static change => change.IsAdopted);
        var waiting = plan.Changes.Count(static change => !change.PendingRestart.IsEmpty);
        return $"{(adopted == 0 ? "" : $" To adopt: {adopted}.")}{(waiting == 0 ? "" : $" Pending restart: {waiting}.")}";
    }

    internal static int Count(Plan plan, ChangeAction action) => plan.Changes.Count(change => ActionOf(change) == action);

    // Starting a domain that is otherwise as it should be is an update to whoever reads the plan.
    internal static ChangeAction ActionOf(ResourceChange change) =>
        change is { Action: ChangeAction.NoOp, States.IsEmpty: false } ? ChangeAction.Update : change.Action;
}
