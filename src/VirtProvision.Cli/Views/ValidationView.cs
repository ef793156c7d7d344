using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime;

namespace VirtProvision.Cli.Views;

/// <summary>Whether specs are valid, and what they declare.</summary>
internal sealed class ValidationView(ValidateResult result) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        var errors = result.Diagnostics.Count(static diagnostic => diagnostic.IsError);
        output.WriteLine(errors > 0
            ? style.Red($"Not valid: {Counted(errors, "error")}.")
            : $"Valid: {Counted(result.Graph.Resources.Length, "resource")}.");
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("valid"u8, !result.HasErrors);
        json.WriteStartArray("resources"u8);
        foreach (var resource in result.Graph.Resources)
        {
            json.WriteStartObject();
            PlanJson.WriteResource(resource.Id, json);
            json.WriteString("file"u8, resource.Span.File.Path);
            json.WriteNumber("line"u8, resource.Span.Start.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
