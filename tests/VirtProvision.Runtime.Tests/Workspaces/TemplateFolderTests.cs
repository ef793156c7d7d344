using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Tests.Workspaces;

public sealed class TemplateFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vp-templates-").FullName;

    [Theory]
    [InlineData("domain/devices/disk.xml.sbn", "")]
    [InlineData("network/mine.xml.sbn", "")]
    [InlineData("unattended/kickstart.cfg.sbn", "")]
    [InlineData("domian/template.xml.sbn", "VP1008 Warning")]
    [InlineData("template.xml.sbn", "VP1008 Warning")]
    [InlineData("domain/template.xml", "VP1007 Error")]
    public void A_template_has_the_path_of_a_kind(string path, string finding)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "<domain/>");
        var findings = new DiagnosticBag();

        TemplateFolder.Read(_folder, findings);

        Assert.Equal(finding, string.Join(';', findings.Select(static found => $"{found.Code} {found.Severity}")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
