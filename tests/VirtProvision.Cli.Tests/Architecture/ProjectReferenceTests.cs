using System.Xml.Linq;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Architecture;

/// <summary>Holds the project files to the table of docs/architecture.md.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> s_allowed = new()
    {
        ["VirtProvision.Libvirt"] = ([], ["SSH.NET"]),
        ["VirtProvision.Core"] = ([], ["Scriban.Signed", "YamlDotNet"]),
        ["VirtProvision.Runtime"] = (["VirtProvision.Core", "VirtProvision.Libvirt"], ["SharpCompress"]),
        ["VirtProvision.Cli"] = (["VirtProvision.Runtime"], ["System.CommandLine"]),
    };

    public static TheoryData<string> Projects => [.. s_allowed.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_what_its_place_in_the_house_allows(string project)
    {
        var file = XDocument.Load(Path.Combine(RepositoryPaths.Root, "src", project, $"{project}.csproj"));

        Assert.Equal(s_allowed[project].Projects, Includes(file, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Order());
        Assert.Equal(s_allowed[project].Packages, Includes(file, "PackageReference").Order());
    }

    [Fact]
    public void Every_project_under_src_has_a_place()
    {
        var folders = Directory.GetDirectories(Path.Combine(RepositoryPaths.Root, "src")).Select(Path.GetFileName).Order();

        Assert.Equal(s_allowed.Keys.Order(), folders);
    }

    private static IEnumerable<string> Includes(XDocument file, string element) =>
        file.Descendants(element).Select(static item => item.Attribute("Include")!.Value);
}
