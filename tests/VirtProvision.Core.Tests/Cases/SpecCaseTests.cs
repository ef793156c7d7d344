using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Xml;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Cases;

/// <summary>Every case renders to what was agreed to, and libvirt's own grammar accepts it.</summary>
public sealed class SpecCaseTests
{
    public static TheoryData<string> Right => [.. SpecCase.Names.Where(static name => !new SpecCase(name).IsWrong)];

    public static TheoryData<string> Wrong => [.. SpecCase.Names.Where(static name => new SpecCase(name).IsWrong)];

    // A patch is a part of one.
    public static TheoryData<string> Whole => [.. SpecCase.Names.Where(static name => new SpecCase(name) is { IsWrong: false, Kind.Patched: null })];

    [Theory, MemberData(nameof(Right))]
    public void Renders(string name)
    {
        var @case = new SpecCase(name);
        var diagnostics = new DiagnosticBag();

        var xml = @case.Render(diagnostics);

        Assert.True(diagnostics.Count is 0, string.Join('\n', diagnostics.Select(static finding => $"{finding.Span}: {finding.Code} {finding.Detail}")));
        Golden.Match(@case.File("rendered.verified.xml"), (@case.Kind.Patched is null ? ProvisionNamespace.WithoutMarks(xml!) : ProvisionNamespace.WithReadableMarks(xml!)).ToString());
    }

    [Theory, MemberData(nameof(Wrong))]
    public void Reports_each_finding_at_its_place(string name)
    {
        var @case = new SpecCase(name);
        var diagnostics = new DiagnosticBag();

        Assert.Null(@case.Render(diagnostics));

        Golden.Match(@case.File("findings.verified.txt"), @case.WithFindings(diagnostics));
    }

    [SkippableTheory, MemberData(nameof(Whole))]
    public void Fits_libvirts_grammar(string name)
    {
        var @case = new SpecCase(name);
        Skip.If(RelaxNg.MissingBecause is not null, RelaxNg.MissingBecause);
        Skip.If(@case.NeedsNewerLibvirt is not null, @case.NeedsNewerLibvirt);

        var errors = RelaxNg.ErrorsIn(@case.File("rendered.verified.xml"), @case.Kind);
        Assert.True(errors.Length is 0, errors);
    }
}
