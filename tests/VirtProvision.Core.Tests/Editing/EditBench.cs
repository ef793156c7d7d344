using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Editing;
using VirtProvision.Core.Options;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Editing;

/// <summary>One edit of one domain, as the command line asks for it.</summary>
internal static class EditBench
{
    public static readonly TextSpan Span = new SourceFile("--edit", "").Start;

    public static XElement Domain(string devices = "", string parts = "") => XElement.Parse(
        $"<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>vm</name><uuid>12345678-1234-1234-1234-123456789abc</uuid><memory unit='KiB'>1048576</memory><currentMemory unit='KiB'>1048576</currentMemory><vcpu>2</vcpu>{parts}<devices>{devices}</devices></domain>");

    public static OptionWords Words(string option, string? value) => new(new OptionUse(option, value), folder: "/here", TemplateRenderer.Embedded, static (spec, _) => spec);

    public static DomainEdit Change(string option, string? value, string? selector = null) => new ChangeElements(Words(option, value), new ElementSelector("--edit", selector));

    public static DomainEdit Remove(string option, string selector) => new RemoveElements(Words(option, selector), new ElementSelector("--remove-device", selector));

    public static XElement Edited(XElement domain, params ImmutableArray<DomainEdit> edits)
    {
        var findings = new DiagnosticBag();
        var edited = new DomainEditor(edits).Apply(domain, findings);
        Assert.True(edited is not null, string.Join('\n', findings.Select(static finding => $"{finding.Code} {finding.Detail}").Concat(edits.OfType<ChangeElements>().SelectMany(static edit => edit.Words.Findings.Select(static finding => finding.Detail)))));
        return edited;
    }

    /// <summary>The only finding of an edit that cannot be made, or that is warned of.</summary>
    public static Diagnostic Finding(XElement domain, params ImmutableArray<DomainEdit> edits)
    {
        var findings = new DiagnosticBag();
        var edited = new DomainEditor(edits).Apply(domain, findings);
        var finding = Assert.Single(findings);
        Assert.Equal(finding.IsError, edited is null);
        return finding;
    }

    public static string Shown(XElement element) => element.ToString(SaveOptions.DisableFormatting).Replace('"', '\'').Replace(" xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'", "", StringComparison.Ordinal);
}
