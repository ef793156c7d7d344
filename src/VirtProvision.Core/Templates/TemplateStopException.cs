using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Core.Templates;

/// <summary>A template cannot go on; caught where its rendering began and turned into the diagnostic it carries.</summary>
internal sealed class TemplateStopException(Diagnostic diagnostic) : Exception(diagnostic.Detail)
{
    public Diagnostic Diagnostic { get; } = diagnostic;
}
