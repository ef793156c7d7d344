using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Core.Documents;

/// <summary>The rest of this document cannot be read. Never leaves the reader.</summary>
internal sealed class DocumentRefusedException(Diagnostic diagnostic, bool endsFile = false) : Exception(diagnostic.Detail)
{
    public Diagnostic Diagnostic { get; } = diagnostic;

    /// <summary>Nor is there a point in reading the documents after it.</summary>
    public bool EndsFile { get; } = endsFile;
}
