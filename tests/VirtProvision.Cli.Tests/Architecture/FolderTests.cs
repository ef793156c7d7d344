using System.Text.RegularExpressions;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Architecture;

/// <summary>Holds the folders of src to their order: a folder uses those before it, so that no two need each other.</summary>
public sealed partial class FolderTests
{
    // "" is the project's root folder.
    private static readonly Dictionary<string, string[]> s_order = new()
    {
        ["VirtProvision.Core"] = ["Text", "Diagnostics", "Documents", "Kinds", "Hosts", "Chains", "Schemas", "Xml", "Osinfo", "Media", "Images", "Fleet", "Resources", "Options", "Templates", "Defaults", "Seeding", "Installing", "Cloning", "Comparison", "Editing", "Patching", "Planning", "Exporting"],
        ["VirtProvision.Libvirt"] = ["Errors", "Credentials", "Xdr", "Ssh", "Transports", "Sasl", "Rpc", "Protocol", ""],
        ["VirtProvision.Runtime"] = ["Workspaces", "Osinfo", "Hypervisors", "Snapshots", "Media", "Applying", "Installing", "Cloning", "Images", "Editing", "Operating", "", "Fleet"],
        ["VirtProvision.Cli"] = ["Terminal", "Views", "Commands", "Help", ""],
    };

    public static TheoryData<string> Projects => [.. s_order.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void A_folder_uses_only_those_before_it(string project)
    {
        var order = s_order[project];
        var wrong = new List<string>();
        foreach (var (folder, file, text) in Sources(project))
        {
            var place = Array.IndexOf(order, folder);
            if (place < 0)
            {
                wrong.Add($"{project}/{folder} is not in the order of folders.");
                continue;
            }

            foreach (Match use in UsedNamespace().Matches(text))
            {
                var used = use.Groups["namespace"].Value;
                if (used == project || used.StartsWith(project + ".", StringComparison.Ordinal))
                {
                    var usedFolder = used.Length == project.Length ? "" : used[(project.Length + 1)..].Split('.')[0];
                    if (Array.IndexOf(order, usedFolder) > place)
                    {
                        wrong.Add($"{file} uses {used}, which comes after {folder}.");
                    }
                }
            }
        }

        Assert.Empty(wrong.Distinct());
    }

    [Theory, MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder(string project)
    {
        foreach (var (folder, file, text) in Sources(project))
        {
            if (DeclaredNamespace().Match(text) is { Success: true } declared)
            {
                var expected = folder.Length == 0 ? project : $"{project}.{folder}";
                Assert.True(declared.Groups["namespace"].Value.StartsWith(expected, StringComparison.Ordinal), $"{file} declares {declared.Groups["namespace"].Value}.");
            }
        }
    }

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var src = Path.Combine(RepositoryPaths.Root, "src");
        var tooLong = SourceFiles(src).Where(static file => File.ReadLines(file).Count() > 400).Select(file => Path.GetRelativePath(src, file));

        Assert.Empty(tooLong);
    }

    private static IEnumerable<(string Folder, string File, string Text)> Sources(string project)
    {
        var root = Path.Combine(RepositoryPaths.Root, "src", project);
        foreach (var file in SourceFiles(root))
        {
            var relative = Path.GetRelativePath(root, file).Replace('\\', '/');
            var folder = relative.Contains('/', StringComparison.Ordinal) ? relative.Split('/')[0] : "";
            yield return (folder, relative, File.ReadAllText(file));
        }
    }

    private static IEnumerable<string> SourceFiles(string root) =>
        Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*(global\s+)?using\s+(static\s+)?(?<namespace>VirtProvision[\w.]*)", RegexOptions.Multiline)]
    private static partial Regex UsedNamespace();

    [GeneratedRegex(@"^namespace\s+(?<namespace>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();
}
