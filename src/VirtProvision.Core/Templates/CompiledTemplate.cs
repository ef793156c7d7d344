using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Core.Templates;

/// <summary>A template as it is included somewhere; compiled when it is first needed, once for all threads.</summary>
internal sealed class CompiledTemplate(string path, Func<CompiledTemplate, DiagnosticBag, ImmutableArray<TemplatePlan>> compile)
{
    private readonly Lock _lock = new();
    private Result? _result;

    public string Path { get; } = path;

    public ImmutableArray<TemplatePlan> Body => Compiled.Body;

    /// <summary>What is wrong with it; with errors it has no body.</summary>
    public ImmutableArray<Diagnostic> Findings => Compiled.Findings;

    private Result Compiled
    {
        get
        {
            if (_result is null)
            {
                lock (_lock)
                {
                    _result ??= Compile();
                }
            }

            return _result;
        }
    }

    private Result Compile()
    {
        var findings = new DiagnosticBag();
        var body = compile(this, findings);
        return new Result(findings.HasErrors ? [] : body, [.. findings]);
    }

    private sealed record Result(ImmutableArray<TemplatePlan> Body, ImmutableArray<Diagnostic> Findings);
}
