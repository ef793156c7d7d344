using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Cli.Views;

/// <summary>Ends a command: diagnostics to standard error, the result to standard output; or both as one JSON document on standard output.</summary>
internal sealed class Presenter(CommandContext context, OutputFormat format, string command)
{
    private static readonly JsonWriterOptions s_json = new()
    {
        Indented = true,
        // The document is no part of a web page: "è" and "+" may stand as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public bool IsJson => format is OutputFormat.Json;

    private Style OutStyle => Style.For(context.OutIsTerminal, context);

    /// <summary>Shows everything and hands the exit code back.</summary>
    public int Present(IReadOnlyCollection<Diagnostic> diagnostics, IView? result, int exitCode)
    {
        var sorted = Sorted(diagnostics);
        if (IsJson)
        {
            WriteDocument(sorted, result, exitCode);
        }
        else
        {
            DiagnosticsText.Write(sorted, context.Error, Style.For(context.ErrorIsTerminal, context), excerpts: context.ErrorIsTerminal);
            context.Error.Flush();
            result?.WriteText(context.Out, OutStyle);
        }

        context.Out.Flush();
        return exitCode;
    }

    /// <summary>Shows diagnostics before the command goes on; with JSON they wait for the document.</summary>
    public void Warn(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        DiagnosticsText.Write(Sorted(diagnostics), context.Error, Style.For(context.ErrorIsTerminal, context), excerpts: context.ErrorIsTerminal);
        context.Error.Flush();
    }

    /// <summary>Shows a result before the command goes on.</summary>
    public void Show(IView result)
    {
        result.WriteText(context.Out, OutStyle);
        context.Out.Flush();
    }

    private void WriteDocument(IReadOnlyCollection<Diagnostic> diagnostics, IView? result, int exitCode)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_json))
        {
            json.WriteStartObject();
            json.WriteString("command"u8, command);
            json.WriteNumber("exitCode"u8, exitCode);
            json.WritePropertyName("diagnostics"u8);
            DiagnosticsJson.Write(diagnostics, json);
            json.WritePropertyName("result"u8);
            if (result is null)
            {
                json.WriteNullValue();
            }
            else
            {
                result.WriteJson(json);
            }

            json.WriteEndObject();
        }

        context.Out.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    // By file in the order in which files were first named, then by place; what has no place comes last.
    private static IReadOnlyCollection<Diagnostic> Sorted(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        if (diagnostics.Count < 2)
        {
            return diagnostics;
        }

        var files = new Dictionary<string, int>();
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Span is { } span)
            {
                files.TryAdd(span.File.Path, files.Count);
            }
        }

        return [.. diagnostics
            .OrderBy(item => item.Span is { } span ? files[span.File.Path] : int.MaxValue)
            .ThenBy(static item => item.Span?.Start ?? default)];
    }
}
