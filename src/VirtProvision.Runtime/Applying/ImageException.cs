using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Applying;

/// <summary>An image is not what it has to be, or does not fit. Knows its finding, which wants to know where the image is declared.</summary>
internal sealed class ImageException(Func<TextSpan?, Diagnostic> toDiagnostic) : Exception
{
    public Diagnostic ToDiagnostic(TextSpan? span) => toDiagnostic(span);
}
