using System.Globalization;
using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Seeding;
using VirtProvision.Core.Text;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Seeding;

/// <summary>What the options of <c>cloudInit</c> become in the seed: cases under <c>cloud-init/</c>, the seed's files in one text beside each.</summary>
public sealed class CloudInitSeedTests
{
    private static readonly SeedGuest s_guest = new("web_01", "4dea22b3-1d52-4a3a-8b1c-6c0f3a3b2f11");

    private static readonly Dictionary<string, string> s_texts = new()
    {
        ["keys.pub"] = "# mine\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB me@example\nssh-rsa AAAAB3Nza me@old\n",
        ["private"] = "-----BEGIN OPENSSH PRIVATE KEY-----\n",
        ["password.txt"] = "s3cret: \"#\n",
        ["empty"] = "\n",
        ["user-data.sh"] = "#!/bin/sh\necho hello\n",
        ["meta-data.txt"] = "instance-id: mine\n",
        ["network.txt"] = "version: 1\nconfig: []\n",
        ["broken.yaml"] = "#cloud-config\nusers:\n - a\n  b: [\n",
    };

    public static TheoryData<string> Cases => [.. Directory.GetFiles(Folder, "*.yaml").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Golden.Beside("cloud-init");

    [Theory, MemberData(nameof(Cases))]
    public void A_seed_is_as_agreed(string name) => Golden.Match(Path.Combine(Folder, $"{name}.verified.txt"), Show(Read(name), out _));

    [Fact]
    public void The_same_options_make_the_same_volume()
    {
        var first = Create(Read("mapping")).ToVolume("web_01");
        var second = Create(Read("mapping")).ToVolume("web_01");

        Assert.Equal(first.Name, second.Name);
        Assert.Matches("^web_01-cidata-[0-9a-f]{12}\\.iso$", first.Name);
        Assert.NotEqual(first.Name, Create(Read("files")).ToVolume("web_01").Name);
    }

    [Fact]
    public void Another_guest_is_another_instance()
    {
        var data = Read("text");
        var ids = new[] { s_guest, s_guest with { Name = "web_02" }, s_guest with { Uuid = null } }
            .Select(guest => CloudInitSeed.Create(data, guest, s_texts, static () => "x", [])!.Files[0].ReadText());

        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public void A_generated_password_is_in_the_seed_as_a_hash_alone()
    {
        var seed = Create(Read("bare"));

        Assert.Equal("generated", seed.RootPassword);
        Assert.All(seed.Files, static file => Assert.DoesNotContain("generated", file.ReadText(), StringComparison.Ordinal));
    }

    [Fact]
    public void Only_members_that_name_files_are_files() =>
        Assert.Equal(["keys.pub", "keys.pub", "password.txt"], CloudInitSeed.FilesOf(Read("mapping")).Select(static file => file.Text).Order());

    [Theory]
    [InlineData("web01", "web01")]
    [InlineData("web_01.lab", "web-01.lab")]
    [InlineData("--a b--", "a-b")]
    [InlineData("日本", "localhost")]
    public void A_domains_name_becomes_a_host_name(string name, string expected) => Assert.Equal(expected, new SeedGuest(name, null).HostName);

    [SkippableFact]
    public void Cloud_inits_own_check_finds_nothing()
    {
        Skip.IfNot(OtherProgram.Exists("cloud-init"), "cloud-init is not installed.");
        using var folder = new ScratchFolder();
        foreach (var name in (string[])["bare", "mapping"])
        {
            var path = folder.Write(name, [.. Create(Read(name)).Files.Single(static file => file.Path is "user-data").Content]);
            Assert.Contains("Valid", OtherProgram.Run("cloud-init", "schema", "--config-file", path), StringComparison.Ordinal);
        }
    }

    private static MappingNode Read(string name) =>
        (MappingNode)YamlDocumentReader.Read(new SourceFile($"{name}.yaml", File.ReadAllText(Path.Combine(Folder, $"{name}.yaml"))), []).Single();

    private static CloudInitSeed Create(MappingNode node)
    {
        var findings = new DiagnosticBag();
        var seed = CloudInitSeed.Create(node, s_guest, s_texts, static () => "generated", findings);
        Assert.Empty(findings);
        return seed!;
    }

    private static string Show(MappingNode node, out CloudInitSeed? seed)
    {
        var findings = new DiagnosticBag();
        seed = CloudInitSeed.Create(node, s_guest, s_texts, static () => "generated", findings);
        var text = new StringBuilder();
        foreach (var file in seed?.Files ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"==== {file.Path}\n{file.ReadText()}");
        }

        foreach (var finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{finding.Span}: {finding.Severity} {finding.Code}: {finding.Summary}. {finding.Detail}\n");
        }

        return text.ToString();
    }
}
