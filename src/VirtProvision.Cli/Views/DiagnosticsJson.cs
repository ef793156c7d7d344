using System.Text.Json;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Cli.Views;

/// <summary>Diagnostics for programs.</summary>
internal static class DiagnosticsJson
{
    public static void Write(IEnumerable<Diagnostic> diagnostics, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var diagnostic in diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("code"u8, diagnostic.Code);
            json.WriteString("severity"u8, diagnostic.Severity switch
            {
                DiagnosticSeverity.Error => "error"u8,
                DiagnosticSeverity.Warning => "warning"u8,
                _ => "info"u8,
            });
            if (diagnostic.Host is not null)
            {
                json.WriteString("host"u8, diagnostic.Host);
            }

            json.WriteString("summary"u8, diagnostic.Summary);
            json.WriteString("detail"u8, diagnostic.Detail);
            if (diagnostic.Span is { } span)
            {
                WritePlace(span, json);
            }

            if (!diagnostic.Related.IsEmpty)
            {
                json.WriteStartArray("related"u8);
                foreach (var related in diagnostic.Related)
                {
                    json.WriteStartObject();
                    json.WriteString("message"u8, related.Message);
                    WritePlace(related.Span, json);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePlace(TextSpan span, Utf8JsonWriter json)
    {
        json.WriteString("file"u8, span.File.Path);
        json.WriteNumber("line"u8, span.Start.Line);
        json.WriteNumber("column"u8, span.Start.Column);
        json.WriteNumber("endLine"u8, span.End.Line);
        json.WriteNumber("endColumn"u8, span.End.Column);
    }
}
