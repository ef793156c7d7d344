using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Comparison;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Views;

/// <summary>How the objects of a host stand: a line each, and below it what drifted and what waits.</summary>
internal sealed class StatusView(HostStatus status, IFieldNames names, DateTimeOffset now) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        StatusRow[] rows = [.. status.Resources.Select(resource => StatusRow.Of(resource, now))];
        StatusRow[] all = [StatusRow.Heading, .. rows];
        var name = Width(all, static row => row.Name);
        var state = Width(all, static row => row.State);
        var where = Width(all, static row => row.Where);
        var up = Width(all, static row => row.Up);
        if (rows.Length > 0)
        {
            output.WriteLine(style.Dim(LineOf(StatusRow.Heading)));
        }

        foreach (var (row, resource) in rows.Zip(status.Resources))
        {
            var line = LineOf(row);
            output.WriteLine(resource.State is ResourceStatus.Missing ? style.Red(line)
                : resource.Standing.Drift.IsEmpty && resource.Standing.Pending.IsEmpty ? line
                : style.Yellow(line));
            WriteFields(resource, resource.Standing.Drift, "drift", output, style);
            WriteFields(resource, resource.Standing.Pending, "pending restart", output, style);
        }

        output.WriteLine(style.Bold(Summary()));

        string LineOf(StatusRow row) => $"{row.Name.PadRight(name)}  {row.State.PadRight(state)}  {row.Where.PadRight(where)}  {row.Up.PadRight(up)}  {row.Notes}".TrimEnd();
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("uri"u8, status.Uri);
        json.WriteStartArray("resources"u8);
        foreach (var resource in status.Resources)
        {
            WriteJson(resource, names, now, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <param name="host">Where it is, where a run has several hosts.</param>
    public static void WriteJson(ResourceStatus resource, IFieldNames names, DateTimeOffset now, Utf8JsonWriter json, string? host = null)
    {
        json.WriteStartObject();
        if (host is not null)
        {
            json.WriteString("host"u8, host);
        }

        PlanJson.WriteResource(resource.Id, json);
        json.WriteString("uuid"u8, resource.Uuid?.ToString());
        json.WriteString("state"u8, resource.State);
        json.WriteString("reason"u8, resource.Reason);
        json.WriteBoolean("active"u8, resource.IsActive);
        json.WriteBoolean("persistent"u8, resource.IsPersistent);
        WriteNullable("autostart", resource.Autostart, json);
        json.WriteBoolean("managed"u8, resource.Standing.IsManaged);
        json.WriteStartObject("labels"u8);
        foreach (var label in resource.Labels)
        {
            json.WriteString(label.Key, label.Value);
        }

        json.WriteEndObject();
        if (resource.IsDomain)
        {
            WriteAddresses(resource, json);
            json.WriteString("startedAt"u8, resource.StartedAt?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            WriteNumber("uptimeSeconds", resource.StartedAt is { } started ? (long)(now - started).TotalSeconds : null, json);
        }

        PlanJson.WriteFields("drift", resource.Id, resource.Standing.Drift, names, json);
        PlanJson.WriteFields("pendingRestart", resource.Id, resource.Standing.Pending, names, json);
        json.WriteStartArray("patches"u8);
        foreach (var patch in resource.Standing.Patches)
        {
            json.WriteStringValue(patch);
        }

        json.WriteEndArray();
        if (resource.Capacity is not null)
        {
            WriteNumber("capacity", resource.Capacity, json);
            WriteNumber(resource.Available is null ? "allocation" : "available", resource.Available ?? resource.Allocation, json);
        }

        json.WriteEndObject();
    }

    private static void WriteAddresses(ResourceStatus resource, Utf8JsonWriter json)
    {
        json.WriteStartArray("addresses"u8);
        foreach (var address in resource.Addresses)
        {
            json.WriteStartObject();
            json.WriteString("address"u8, address.Address);
            WriteNumber("prefix", address.Prefix, json);
            json.WriteString("mac"u8, address.Mac);
            json.WriteString("source"u8, address.Source.ToString().ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteFields(ResourceStatus resource, ImmutableArray<FieldChange> fields, string note, TextWriter output, Style style)
    {
        foreach (var field in fields)
        {
            var name = Visible.Of(names.NameOf(resource.Id, field.Path));
            var (mark, text) = field.Kind switch
            {
                FieldChangeKind.Add => (style.Green("+"), $"{name}: {Shown(field, field.After)}"),
                FieldChangeKind.Remove => (style.Red("-"), $"{name}: {Shown(field, field.Before)}"),
                _ => (style.Yellow("~"), $"{name}: {Shown(field, field.Before)} → {Shown(field, field.After)}"),
            };
            output.WriteLine($"    {mark} {text}  {style.Dim(note)}");
        }
    }

    private string Summary() => status.Resources.IsEmpty ? "Nothing to show. Without PATH it is what remembers a spec; --all is whatever else there is." : Counts(status.Resources);

    /// <summary><c>3 objects, 1 of 2 domains running, 1 drifted.</c></summary>
    public static string Counts(ImmutableArray<ResourceStatus> resources)
    {
        var parts = new List<string> { $"{resources.Length} {(resources.Length is 1 ? "object" : "objects")}" };
        if (resources.Count(static one => one.IsDomain) is > 0 and var domains)
        {
            parts.Add($"{resources.Count(static one => one is { IsDomain: true, IsActive: true })} of {domains} domains running");
        }

        Add(static one => one.State is ResourceStatus.Missing, "missing");
        Add(static one => one.Standing.Drift.Length > 0, "drifted");
        Add(static one => one.Standing.Pending.Length > 0, "pending restart");
        return $"{string.Join(", ", parts)}.";

        void Add(Func<ResourceStatus, bool> counts, string word)
        {
            if (resources.Count(counts) is > 0 and var count)
            {
                parts.Add($"{count} {word}");
            }
        }
    }

    private static string Shown(FieldChange field, string? value) => field.IsSecret ? "(secret)" : Visible.Of(value ?? "");

    private static int Width(StatusRow[] rows, Func<StatusRow, string> column) => rows.Max(row => column(row).Length);

    private static void WriteNumber(string property, long? value, Utf8JsonWriter json)
    {
        if (value is { } number)
        {
            json.WriteNumber(property, number);
        }
        else
        {
            json.WriteNull(property);
        }
    }

    private static void WriteNullable(string property, bool? value, Utf8JsonWriter json)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(property, flag);
        }
        else
        {
            json.WriteNull(property);
        }
    }
}
