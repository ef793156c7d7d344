using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Seeding.Unattended;

/// <summary>Renders a text template with named values. A name that does not exist is an error, not an empty text.</summary>
internal static class AnswerTemplate
{
    public static string? Render(SourceFile file, IReadOnlyDictionary<string, object> values, DiagnosticBag diagnostics)
    {
        var template = Template.Parse(file.Text, file.Path);
        if (template.HasErrors)
        {
            foreach (var message in template.Messages)
            {
                diagnostics.Add(TemplateDiagnostics.Syntax(Place(file, message.Span), message.Message));
            }

            return null;
        }

        var globals = new ScriptObject(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            globals.SetValue(name, value, readOnly: true);
        }

        // No function at all: a template chooses and puts in, and the same values always render the same.
        var context = new TemplateContext(new ScriptObject(), StringComparer.Ordinal) { StrictVariables = true, LoopLimit = 1000 };
        context.PushGlobal(globals);
        try
        {
            return template.Render(context).ReplaceLineEndings("\n");
        }
        catch (ScriptRuntimeException exception)
        {
            diagnostics.Add(TemplateDiagnostics.Evaluation(Place(file, exception.Span), exception.OriginalMessage));
            return null;
        }
    }

    private static TextSpan Place(SourceFile file, Scriban.Parsing.SourceSpan span) =>
        new(file, new TextPosition(span.Start.Line + 1, span.Start.Column + 1), new TextPosition(span.End.Line + 1, span.End.Column + 2));
}
