using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Editing;

namespace VirtProvision.Cli.Views;

/// <summary>What came of editing domains.</summary>
/// <param name="printsXml">Whether the XML is part of the document.</param>
internal sealed class EditView(EditResult result, EditRequest request, IFieldNames names, bool printsXml) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var domain in result.Domains)
        {
            if (result.Report?.Outcomes.FirstOrDefault(outcome => outcome.Id == domain.Id) is { } outcome)
            {
                WriteOutcome(domain, outcome, output);
            }
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("domains"u8);
        foreach (var domain in result.Domains)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, domain.Id.Name);
            PlanJson.WriteFields("changes", domain.Id, domain.Changes, names, json);
            if (printsXml && domain.Edited is { } edited)
            {
                json.WriteString("xml"u8, edited.ToString());
            }

            json.WriteString("diff"u8, EditDiffView.DiffOf(domain));
            WriteOutcome(domain, result.Report?.Outcomes.FirstOrDefault(outcome => outcome.Id == domain.Id), json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteOutcome(EditedDomain domain, ResourceOutcome? outcome, Utf8JsonWriter json)
    {
        json.WriteString("state"u8, outcome is null ? domain.Edited is null ? "failed" : "printed" : ReportView.Word(outcome.State));
        json.WriteStartArray("done"u8);
        foreach (var operation in outcome?.Done ?? [])
        {
            json.WriteStringValue(Words.Of(operation));
        }

        json.WriteEndArray();
        json.WriteStartArray("pendingRestart"u8);
        foreach (var pending in outcome?.Pending ?? [])
        {
            json.WriteStartObject();
            json.WriteString("field"u8, names.NameOf(domain.Id, pending.Change.Path));
            json.WriteString("reason"u8, pending.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // virt-xml's sentences: scripts look for them.
    private void WriteOutcome(EditedDomain domain, ResourceOutcome outcome, TextWriter output)
    {
        var name = Visible.Of(domain.Edited?.Element("name")?.Value ?? domain.Id.Name);
        var updated = outcome.Done.Any(static operation => operation is ApplyLive) && outcome.Pending.IsEmpty;
        if (updated)
        {
            output.WriteLine($"Domain '{name}' updated while it runs.");
        }

        if (outcome.Done.Any(static operation => operation is RedefineEdited))
        {
            output.WriteLine($"Domain '{name}' defined successfully.");
        }

        if (outcome.Done.Any(static operation => operation is StartResource or StartEdited))
        {
            output.WriteLine($"Domain '{name}' started successfully.");
        }
        else if (domain.IsRunning && request.Defines && !updated && outcome.Done.Length > 0)
        {
            output.WriteLine("Changes will take effect after the domain is fully powered off.");
        }
    }
}
