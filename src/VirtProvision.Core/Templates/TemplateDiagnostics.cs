using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Text.Nearest;

namespace VirtProvision.Core.Templates;

/// <summary>What can be wrong with a template, its overlay or the rules of defaults. Codes 40xx.</summary>
public static class TemplateDiagnostics
{
    public static Diagnostic UnknownMember(TextSpan span, string member, string of, string? nearest) => Diagnostic.Error("VP4001", span,
        summary: "Unknown member in a template",
        detail: $"The schema knows no \"{member}\" in {of}.{DidYouMean(nearest)}");

    public static Diagnostic Syntax(TextSpan span, string message) => Diagnostic.Error("VP4002", span,
        summary: "Template cannot be read",
        detail: message.EndsWith('.') ? message : message + ".");

    public static Diagnostic NotXml(TextSpan span, string message) => Diagnostic.Error("VP4003", span,
        summary: "Template is not well-formed XML",
        detail: $"{message} Each part of a template between its {{{{ }}}} blocks must be whole XML elements.");

    public static Diagnostic MissingTemplate(TextSpan span, string path) => Diagnostic.Error("VP4004", span,
        summary: "Template is missing",
        detail: $"There is no template \"{path}\". An include is looked for beside the kind's own template.xml.sbn.");

    public static Diagnostic UnknownVariable(TextSpan span, string name, string? nearest) => Diagnostic.Error("VP4005", span,
        summary: "Unknown variable in a template",
        detail: $"No variable \"{name}\" is known here.{DidYouMean(nearest)} There are spec, name, labels, annotations, the variables of loops around and, in an included template, $1.");

    public static Diagnostic UnsupportedStatement(TextSpan span, string statement) => Diagnostic.Error("VP4006", span,
        summary: "Statement does not belong in a template",
        detail: $"\"{statement}\" cannot be used here. Templates have for, if, include, assignments and expressions; for and if stand between elements, and inside a tag an expression such as {{{{ a ? b : null }}}} does what an if would.");

    public static Diagnostic NotAValue(TextSpan span, string expression) => Diagnostic.Error("VP4007", span,
        summary: "No single value in a template",
        detail: $"\"{expression}\" is a list or an object, which cannot stand as text. Name one of its members, or loop over it.");

    public static Diagnostic NotAList(TextSpan span, string expression) => Diagnostic.Error("VP4008", span,
        summary: "Loop over something that is no list",
        detail: $"\"{expression}\" is neither a list nor a free-form map in the schema, so nothing can be looped over.");

    public static Diagnostic Evaluation(TextSpan span, string message) => Diagnostic.Error("VP4009", span,
        summary: "Template expression failed",
        detail: message.EndsWith('.') ? message : message + ".");

    public static Diagnostic TooMuch(TextSpan span, string what) => Diagnostic.Error("VP4010", span,
        summary: "Template does not end",
        detail: $"The template was stopped: {what}. A template that includes itself must come to an end.");

    public static Diagnostic NotOneRoot(TextSpan span, string expected, string found) => Diagnostic.Error("VP4011", span,
        summary: "Template makes another document",
        detail: $"The template must make one <{expected}> element, but made {found}.");

    public static Diagnostic ForbiddenCharacter(TextSpan span, int codePoint) => Diagnostic.Error("VP4012", span,
        summary: "Character that XML cannot carry",
        detail: $"The value holds the character U+{codePoint:X4}, which XML has no way to write, so libvirt cannot be given it. Remove it.");

    public static Diagnostic OverlayPath(TextSpan span, string path, string why) => Diagnostic.Error("VP4013", span,
        summary: "Path of an XML edit cannot be used",
        detail: $"\"{path}\" names no place: {why}.");
}
