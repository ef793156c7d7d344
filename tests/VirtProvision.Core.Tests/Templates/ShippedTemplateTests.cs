using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Templates;

namespace VirtProvision.Core.Tests.Templates;

public sealed class ShippedTemplateTests
{
    [Fact]
    public void Every_template_fits_its_schema()
    {
        var diagnostics = new DiagnosticBag();

        TemplateRenderer.Embedded.Check(diagnostics);

        Assert.Equal([], diagnostics.Select(static finding => $"{finding.Span}: {finding.Detail}"));
    }
}
