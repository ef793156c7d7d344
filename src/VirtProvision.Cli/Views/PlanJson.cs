using System.Text.Json;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;

namespace VirtProvision.Cli.Views;

/// <summary>A plan's changes for programs; values are those of the XML.</summary>
internal static class PlanJson
{
    public static void WriteChange(ResourceChange change, IFieldNames names, Utf8JsonWriter json, string? host = null)
    {
        json.WriteStartObject();
        WriteResource(change.Id, json, host);
        json.WriteString("action"u8, Words.Of(PlanView.ActionOf(change)));
        json.WriteBoolean("adopted"u8, change.IsAdopted);
        json.WriteString("disruption"u8, Words.Of(change.Disruption));
        WriteFields("fields", change.Id, change.Fields, names, json);
        WriteCreated(change.Created, json);
        json.WriteStartArray("states"u8);
        foreach (var state in change.States)
        {
            json.WriteStartObject();
            json.WriteString("field"u8, state.Field);
            json.WriteBoolean("before"u8, state.Before);
            json.WriteBoolean("after"u8, state.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("patches"u8);
        foreach (var patch in change.PatchedBy)
        {
            json.WriteStringValue(patch);
        }

        json.WriteEndArray();
        json.WriteStartArray("notes"u8);
        foreach (var note in change.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        WriteFields("pendingRestart", change.Id, change.PendingRestart, names, json);
        json.WriteEndObject();
    }

    /// <param name="host">Where a run has several.</param>
    public static void WriteResource(ResourceId id, Utf8JsonWriter json, string? host = null)
    {
        if (host is not null)
        {
            json.WriteString("host"u8, host);
        }

        json.WriteString("kind"u8, id.Kind.Name);
        json.WriteString("name"u8, id.Name);
        if (id.Pool is not null)
        {
            json.WriteString("pool"u8, id.Pool);
        }
    }

    /// <summary>The members of a plan that stand before its changes.</summary>
    public static void WriteSummary(Plan plan, Utf8JsonWriter json)
    {
        json.WriteBoolean("hasChanges"u8, plan.HasChanges);
        json.WriteString("disruption"u8, Words.Of(plan.Disruption));
        json.WriteStartObject("summary"u8);
        json.WriteNumber("create"u8, PlanView.Count(plan, ChangeAction.Create));
        json.WriteNumber("update"u8, PlanView.Count(plan, ChangeAction.Update));
        json.WriteNumber("replace"u8, PlanView.Count(plan, ChangeAction.Replace));
        json.WriteNumber("delete"u8, PlanView.Count(plan, ChangeAction.Delete));
        json.WriteNumber("unchanged"u8, plan.Changes.Count(static change => change.IsNoOp));
        json.WriteNumber("adopt"u8, plan.Changes.Count(static change => change.IsAdopted));
        json.WriteEndObject();
    }

    // Values are those of the spec: there is no XML on the host to compare them with.
    private static void WriteCreated(ImmutableArray<CreationField> fields, Utf8JsonWriter json)
    {
        json.WriteStartArray("created"u8);
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("field"u8, field.Path);
            if (field.Value is not null)
            {
                json.WriteString("value"u8, field.Value);
            }

            json.WriteBoolean("secret"u8, field.Value is null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteFields(string property, ResourceId id, ImmutableArray<FieldChange> fields, IFieldNames names, Utf8JsonWriter json)
    {
        json.WriteStartArray(property);
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("field"u8, names.NameOf(id, field.Path));
            json.WriteString("path"u8, field.Path.ToString());
            json.WriteString("change"u8, Words.Of(field.Kind));
            if (!field.IsSecret)
            {
                json.WriteString("before"u8, field.Before);
                json.WriteString("after"u8, field.After);
            }

            json.WriteString("effect"u8, Words.Of(field.Effect));
            if (field.LiveMeans is not null)
            {
                json.WriteString("means"u8, field.LiveMeans);
            }

            json.WriteBoolean("drift"u8, field.IsDrift);
            json.WriteBoolean("secret"u8, field.IsSecret);
            json.WriteBoolean("configured"u8, field.IsConfigured);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
