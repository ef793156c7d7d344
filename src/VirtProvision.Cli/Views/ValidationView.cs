using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Fleet;

namespace VirtProvision.Cli.Views;

/// <summary>Whether specs are valid, and what they declare.</summary>
internal sealed class ValidationView(FleetResult<ValidateResult> result, int errors) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        var resources = Counted(result.Results.Sum(static host => host.Graph.Resources.Length), "resource");
        output.WriteLine(errors > 0
            ? style.Red($"Not valid: {Counted(errors, "error")}.")
            : result.Only is not null ? $"Valid: {resources}." : $"Valid: {resources} on {Counted(result.Hosts.Length, "host")}.");
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("valid"u8, errors == 0);
        json.WriteStartArray("resources"u8);
        foreach (var (host, graph) in result.Only is { } only ? [(null, only.Graph)] : result.Hosts.Select(static host => ((string?)host.Label, host.Result!.Graph)))
        {
            Write(graph, host, json);
        }

        json.WriteEndArray();
        if (result.Only is null)
        {
            Write(result.Declared, json);
        }

        json.WriteEndObject();
    }

    private static void Write(ResourceGraph graph, string? host, Utf8JsonWriter json)
    {
        foreach (var resource in graph.Resources)
        {
            json.WriteStartObject();
            PlanJson.WriteResource(resource.Id, json, host);
            WritePlace(resource.Span, json);
            json.WriteEndObject();
        }
    }

    private static void Write(ImmutableArray<DeclaredHost> hosts, Utf8JsonWriter json)
    {
        json.WriteStartArray("hosts"u8);
        foreach (var host in hosts)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, host.Name);
            json.WriteString("uri"u8, host.Uri);
            WritePlace(host.Span, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePlace(TextSpan span, Utf8JsonWriter json)
    {
        json.WriteString("file"u8, span.File.Path);
        json.WriteNumber("line"u8, span.Start.Line);
    }

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
