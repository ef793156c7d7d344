using VirtProvision.Core.Text;

namespace VirtProvision.Core.Diagnostics;

public enum DiagnosticSeverity
{
    Info,
    Warning,
    Error,
}

/// <summary>One finding about what the user gave us. Made only in the catalogue of its stage.</summary>
/// <param name="Code"><c>VPnnnn</c>; never reused. The first digit is the stage: 1 documents, 2 schemas, 3 resources, 4 templates, 5 planning, 6 host, 7 applying, 8 installing, 9 command line.</param>
/// <param name="Span">Where; null when it is about no text (a host, an option).</param>
/// <param name="Summary">What kind of thing is wrong; never the user's words.</param>
/// <param name="Detail">Full sentences: what is wrong, why if not plain, what to do.</param>
/// <param name="Related">Other places that belong to it, such as the first of two definitions.</param>
public sealed record Diagnostic(
    string Code,
    DiagnosticSeverity Severity,
    TextSpan? Span,
    string Summary,
    string Detail,
    ImmutableArray<RelatedPlace> Related)
{
    /// <summary>The host that it is about, where a run has several.</summary>
    public string? Host { get; init; }

    public bool IsError => Severity is DiagnosticSeverity.Error;

    public static Diagnostic Error(string code, TextSpan? span, string summary, string detail, params ImmutableArray<RelatedPlace> related) =>
        new(code, DiagnosticSeverity.Error, span, summary, detail, related);

    public static Diagnostic Warning(string code, TextSpan? span, string summary, string detail, params ImmutableArray<RelatedPlace> related) =>
        new(code, DiagnosticSeverity.Warning, span, summary, detail, related);
}

/// <summary>A second place a diagnostic points at, and what is there.</summary>
public sealed record RelatedPlace(TextSpan Span, string Message);
