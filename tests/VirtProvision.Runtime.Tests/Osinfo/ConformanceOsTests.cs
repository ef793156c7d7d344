using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using VirtProvision.Core.Osinfo;
using VirtProvision.Runtime.Osinfo;
using VirtProvision.Testing;

namespace VirtProvision.Runtime.Tests.Osinfo;

/// <summary>The names, images and trees of the conformance cases against the host's osinfo-db: the system found is the one in the expected XML.</summary>
public sealed class ConformanceOsTests
{
    private static readonly XNamespace s_libosinfo = "http://libosinfo.org/xmlns/libvirt/domain/1.0";

    private readonly OsDatabase _database = new(OsDatabaseFolders.FromEnvironment());

    [SkippableFact]
    public void A_named_system_is_the_one_of_the_expected_document()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (id, arguments, expected) in Cases())
        {
            if (Value(arguments, "--os-variant", "--osinfo") is not { } value || value.Contains("detect", StringComparison.Ordinal) || value is "auto")
            {
                continue;
            }

            count++;
            var name = value.StartsWith("name=", StringComparison.Ordinal) ? value["name=".Length..] : value;
            var found = _database.Find(name == "none" ? "generic" : name);
            var foundId = found is { IsGeneric: false } ? found.Id : null;
            if (foundId != expected)
            {
                wrong.Add($"{id}: {name} is {foundId ?? "unknown"}, expected {expected ?? "none"}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(count > 50, $"Only {count} cases name a system.");
    }

    [SkippableTheory]
    [InlineData("fake-centos65-label.iso", "virt-install-cdrom-centos-label.xml")]
    [InlineData("fake-win7.iso", "virt-install-osinfo-win7-unattended.xml")]
    [InlineData("fake-f26-netinst.iso", "virt-install-osinfo-netinst-unattended.xml")]
    public void An_image_is_the_system_of_the_expected_document(string image, string expected)
    {
        var found = _database.DetectMedia(ReadDescriptor(Path.Combine(Conformance(), "upstream/tests/data/fakemedia", image)));

        Assert.Equal(ExpectedId(Path.Combine(Conformance(), "upstream/tests/data/cli/compare", expected)), found?.Os.Id);
    }

    [SkippableTheory]
    [InlineData("fakefedoratree", "http://fedoraproject.org/fedora/17")]
    [InlineData("fakerhel6tree", "http://redhat.com/rhel/6.0")]
    public void A_tree_is_the_system_that_its_treeinfo_names(string tree, string expected)
    {
        var folder = Path.Combine(Conformance(), "upstream/tests/data/fakemedia", tree);

        Assert.Equal(expected, _database.DetectTree(new TreeClues(folder) { TreeInfo = File.ReadAllText(Path.Combine(folder, ".treeinfo")) })?.Os.Id);
    }

    // virt-install answers unattended installation of the live image with a refusal, and knows which Windows is on the image of several.
    [SkippableFact]
    public void An_image_says_how_it_behaves()
    {
        var folder = Path.Combine(Conformance(), "upstream/tests/data/fakemedia");

        var live = _database.DetectMedia(ReadDescriptor(Path.Combine(folder, "fake-f29-live.iso")));
        Assert.Equal(("fedora29", true, false), (live?.Os.ShortId, live?.Media.IsLive, live?.Media.TakesInstallScript));
        Assert.True(_database.DetectMedia(ReadDescriptor(Path.Combine(folder, "fake-f26-netinst.iso")))?.Media.IsNetworkInstaller);
        Assert.True(_database.DetectMedia(ReadDescriptor(Path.Combine(folder, "fake-win-multi.iso")))?.Os.IsWindows);
        Assert.Null(_database.DetectMedia(ReadDescriptor(Path.Combine(folder, "fake-no-osinfo.iso"))));
    }

    private string Conformance()
    {
        Skip.If(RepositoryPaths.Shared is null, "The conformance cases are not beside this checkout.");
        Skip.If(_database.IsEmpty, "osinfo-db is not installed.");
        return Path.Combine(RepositoryPaths.Shared!, "conformance");
    }

    private IEnumerable<(string Id, ImmutableArray<string> Arguments, string? Expected)> Cases()
    {
        var conformance = Conformance();
        foreach (var (file, folder) in new[] { ("cases.json", "upstream/tests/data/cli/compare"), ("derived_cases.json", "expected") })
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(conformance, file)));
            var cases = json.RootElement.ValueKind is JsonValueKind.Array ? json.RootElement : json.RootElement.GetProperty("cases");
            foreach (var @case in cases.EnumerateArray())
            {
                if (@case.GetProperty("app").GetString() == "virt-install" && @case.GetProperty("kind").GetString() == "compare"
                    && @case.GetProperty("compare_file").GetString() is { } compare && File.Exists(Path.Combine(conformance, folder, compare))
                    // Some compare what is printed instead.
                    && File.ReadAllText(Path.Combine(conformance, folder, compare)).Contains("<domain", StringComparison.Ordinal))
                {
                    yield return (@case.GetProperty("id").GetString()!, [.. @case.GetProperty("args").EnumerateArray().Select(static argument => argument.GetString()!)],
                        ExpectedId(Path.Combine(conformance, folder, compare)));
                }
            }
        }
    }

    private static string? Value(ImmutableArray<string> arguments, params string[] options)
    {
        var at = arguments.ToList().FindIndex(argument => options.Contains(argument.Split('=')[0]));
        return at < 0 ? null : arguments[at].Contains('=', StringComparison.Ordinal) ? arguments[at].Split('=', 2)[1] : arguments[at + 1];
    }

    // A file may hold the documents of several phases.
    private static string? ExpectedId(string path) =>
        XElement.Parse($"<all>{File.ReadAllText(path)}</all>").Descendants(s_libosinfo + "os").FirstOrDefault()?.Attribute("id")?.Value;

    // ECMA-119, 8.4: the primary volume descriptor is the sixteenth sector.
    private static MediaClues ReadDescriptor(string path)
    {
        var sector = File.ReadAllBytes(path).AsSpan(16 * 2048, 2048).ToArray();
        string Text(int offset, int length) => Encoding.ASCII.GetString(sector, offset, length).Trim();
        return new MediaClues(Text(40, 32), Text(8, 32), Text(318, 128), Text(574, 128), BitConverter.ToUInt32(sector, 80) * (long)BitConverter.ToUInt16(sector, 128));
    }
}
