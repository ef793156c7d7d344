using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Tests.Workspaces;

public sealed class SpecLoaderTests
{
    [Fact]
    public void A_folder_gives_its_visible_specs_in_order()
    {
        using var folder = new SpecFolder(
            ("b.yaml", ""), ("a.yml", ""), ("c.json", ""), ("readme.md", ""), ("b/z.yaml", ""), ("B.yaml", ""), (".hidden.yaml", ""), (".git/x.yaml", ""), ("b/.x/y.yaml", ""));

        Assert.Equal(["B.yaml", "a.yml", "b/z.yaml", "b.yaml", "c.json"], Find([folder.Root], folder));
    }

    [Fact]
    public void A_file_is_taken_once_and_whatever_its_name()
    {
        using var folder = new SpecFolder(("a.yaml", ""), ("spec.txt", ""), ("sub/b.yaml", ""));

        Assert.Equal(
            ["spec.txt", "sub/b.yaml", "a.yaml"],
            Find([folder["spec.txt"], folder["sub"], folder.Root, folder["sub/../a.yaml"], folder["spec.txt"]], folder));
    }

    [Fact]
    public void Links_to_files_are_followed_and_links_to_folders_below_are_not()
    {
        using var folder = new SpecFolder(("real/a.yaml", ""), ("specs/b.yaml", ""));
        File.CreateSymbolicLink(folder["specs/linked.yaml"], folder["real/a.yaml"]);
        Directory.CreateSymbolicLink(folder["specs/loop"], folder["specs"]);
        Directory.CreateSymbolicLink(folder["link"], folder["specs"]);

        Assert.Equal(["link/b.yaml", "link/linked.yaml"], Find([folder["link"]], folder));
        Assert.Equal(["specs/b.yaml"], Find([folder["specs/**/b.yaml"]], folder));
    }

    [Theory]
    [InlineData("*.yaml", "a.yaml b.yaml")]
    [InlineData("?.yaml", "a.yaml b.yaml")]
    [InlineData("sub/*/*.yaml", "sub/x/c.yaml sub/y/c.yaml")]
    [InlineData("**/c.yaml", "c.d/c.yaml sub/x/c.yaml sub/y/c.yaml")]
    [InlineData("sub/*", "sub/x/c.yaml sub/y/c.yaml sub/y/d.yml")]
    [InlineData("**", "a.yaml b.yaml c.d/c.yaml sub/x/c.yaml sub/y/c.yaml sub/y/d.yml")]
    [InlineData(".h*", ".h.yaml")]
    public void Patterns_match(string pattern, string expected)
    {
        using var folder = new SpecFolder(
            ("a.yaml", ""), ("b.yaml", ""), (".h.yaml", ""), ("c.d/c.yaml", ""), ("sub/x/c.yaml", ""), ("sub/y/c.yaml", ""), ("sub/y/d.yml", ""), ("sub/.z/c.yaml", ""));

        Assert.Equal(expected, string.Join(' ', Find([folder[pattern]], folder)));
    }

    [Fact]
    public void A_file_whose_name_is_a_pattern_is_that_file()
    {
        using var folder = new SpecFolder(("a*.yaml", ""), ("ab.yaml", ""));

        Assert.Equal(["a*.yaml"], Find([folder["a*.yaml"]], folder));
    }

    [Fact]
    public void Values_files_in_a_folder_are_no_specs()
    {
        using var folder = new SpecFolder(("a.yaml", ""), ("values.yaml", ""));
        var findings = new DiagnosticBag();

        var found = SpecLoader.Find([folder.Root], [folder["values.yaml"]], findings);

        Assert.Equal(folder["a.yaml"], Assert.Single(found));
    }

    [Theory]
    [InlineData("*.yml", "VP1005")]
    [InlineData("nosuch/*.yaml", "VP1005")]
    [InlineData("empty", "VP1004")]
    public void Nothing_found_is_reported(string path, string code)
    {
        using var folder = new SpecFolder(("a.yaml", ""), ("empty/.hidden.yaml", ""));
        var findings = new DiagnosticBag();

        Assert.Empty(SpecLoader.Find([folder[path]], [], findings));

        Assert.Equal(code, Assert.Single(findings).Code);
    }

    [Fact]
    public void A_missing_file_is_reported_with_the_nearest_name()
    {
        using var folder = new SpecFolder(("network.yaml", ""));

        var finding = ReadWrong(folder["netwrok.yaml"]);

        Assert.Equal("VP1001", finding.Code);
        Assert.Contains($"Did you mean \"{folder["network.yaml"]}\"?", finding.Detail, StringComparison.Ordinal);
        Assert.Equal("VP1001", ReadWrong(folder["nosuch/a.yaml"]).Code);
        Assert.Equal("VP1001", ReadWrong("nosuch.yaml").Code);
    }

    [Fact]
    public void A_link_that_leads_nowhere_or_to_itself_is_reported()
    {
        using var folder = new SpecFolder();
        File.CreateSymbolicLink(folder["dangling.yaml"], folder["gone"]);
        File.CreateSymbolicLink(folder["self.yaml"], folder["self.yaml"]);

        Assert.Equal("VP1001", ReadWrong(folder["dangling.yaml"]).Code);
        Assert.Equal("VP1003", ReadWrong(folder["self.yaml"]).Code);
    }

    [Fact]
    public void A_file_through_a_file_is_reported()
    {
        using var folder = new SpecFolder(("a.yaml", ""));

        Assert.Contains(ReadWrong(folder["a.yaml/b.yaml"]).Code, (string[])["VP1001", "VP1003"]);
    }

    [SkippableFact]
    public void A_file_without_permission_is_reported()
    {
        Skip.If(Environment.IsPrivilegedProcess, "root may read everything");
        Skip.If(OperatingSystem.IsWindows(), "no permission bits here");
        using var folder = new SpecFolder(("a.yaml", "x"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder["a.yaml"], UnixFileMode.None);
        }

        Assert.Equal("VP1002", ReadWrong(folder["a.yaml"]).Code);
    }

    [Fact]
    public void What_is_no_text_is_reported_with_its_place()
    {
        using var folder = new SpecFolder();
        File.WriteAllBytes(folder["image.yaml"], [0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 3]);
        File.WriteAllBytes(folder["latin.yaml"], [.. "a: 1\nb: gr"u8, 0xFC, .. "n"u8]);
        File.WriteAllBytes(folder["wide.yaml"], Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("a: 1")).ToArray());

        Assert.Equal("VP1010", ReadWrong(folder["image.yaml"]).Code);
        var latin = ReadWrong(folder["latin.yaml"]);
        Assert.Equal("VP1011", latin.Code);
        Assert.Equal(new TextPosition(2, 6), latin.Span!.Value.Start);
        Assert.Contains("UTF-16", ReadWrong(folder["wide.yaml"]).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DocumentLimits.FileSize, null)]
    [InlineData(DocumentLimits.FileSize + 1, "VP1012")]
    public void A_file_has_a_largest_size(int size, string? code)
    {
        using var folder = new SpecFolder();
        using (var file = File.Create(folder["a.yaml"]))
        {
            file.Write(Enumerable.Repeat((byte)'#', size).ToArray());
        }

        var findings = new DiagnosticBag();
        var source = new SpecLoader(static () => Stream.Null).Read(folder["a.yaml"], findings);

        Assert.Equal(code, findings.SingleOrDefault()?.Code);
        Assert.Equal(code is null, source is not null);
    }

    [SkippableFact]
    public void A_device_that_never_ends_is_too_large()
    {
        Skip.IfNot(File.Exists("/dev/zero"), "no /dev/zero here");

        Assert.Equal("VP1012", ReadWrong("/dev/zero").Code);
    }

    [Fact]
    public void Standard_input_is_read_as_a_file_in_the_working_directory()
    {
        var findings = new DiagnosticBag();

        var source = new SpecLoader(static () => new MemoryStream([0xEF, 0xBB, 0xBF, .. "a: 1"u8])).Read("-", findings)!;

        Assert.Equal(("-", "a: 1", Directory.GetCurrentDirectory()), (source.Path, source.Text, source.Folder));
        Assert.Equal("-", Assert.Single(SpecLoader.Find(["-", "-"], [], findings)));
        Assert.Empty(findings);
    }

    private static Diagnostic ReadWrong(string path)
    {
        var findings = new DiagnosticBag();
        Assert.Null(new SpecLoader(static () => Stream.Null).Read(path, findings));
        return Assert.Single(findings);
    }

    private static IEnumerable<string> Find(string[] arguments, SpecFolder folder)
    {
        var findings = new DiagnosticBag();
        var found = SpecLoader.Find(arguments, [], findings);
        Assert.Empty(findings);
        return found.Select(path => Path.GetRelativePath(folder.Root, path));
    }
}
