using System.Diagnostics;
using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Exporting;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Testing;
using Xunit.Abstractions;

namespace VirtProvision.Integration;

/// <summary>Adopting what exists: a host's own objects, exported, are what their specs say, and stay untouched when these are applied.</summary>
public sealed class ExportTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Two_hundred_domains_of_others_are_adopted_without_a_change()
    {
        Skip.If(RepositoryPaths.Shared is null, "The corpus does not lie beside this checkout.");
        await using var play = await Playground.OpenAsync();
        var before = await DefineAsync(play, ResourceKind.Domain, "domains", 200);
        Assert.True(before.Count >= 190, $"only {before.Count} domains could be defined");
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));

        var clock = Stopwatch.StartNew();
        await ExportAsync(play, ResourceKind.Domain, specs.Path, before.Count);
        output.WriteLine($"export of {before.Count}: {clock.ElapsedMilliseconds} ms");
        await specs.MustBeUnchangedAsync();
        Assert.Empty(specs.Writes);

        var applied = await specs.MustApplyAsync();
        Assert.All(applied.Report!.Outcomes, static outcome => Assert.IsType<Remember>(Assert.Single(outcome.Done)));
        foreach (var (id, xml) in before)
        {
            var after = (await play.Host.ReadXmlAsync(id, XmlView.InactiveWithSecrets, default))!;
            Assert.NotNull(AppliedMemory.Read(after));
            Assert.Null(XmlLikeness.FirstDifference(xml, HostXml.Full(KindFacts.For(id.Kind), after, [])));
        }

        // Adopted, they export as they did.
        await specs.MustBeUnchangedAsync();
        await ExportAsync(play, ResourceKind.Domain, specs.Path, before.Count);
        await specs.MustBeUnchangedAsync();
    }

    [SkippableTheory]
    [InlineData("Network", "networks", 35)]
    [InlineData("StoragePool", "pools", 12)]
    public async Task So_are_networks_and_pools(string kindName, string folder, int atLeast)
    {
        Skip.If(RepositoryPaths.Shared is null, "The corpus does not lie beside this checkout.");
        await using var play = await Playground.OpenAsync();
        var kind = ResourceKind.Find(kindName)!;
        var before = await DefineAsync(play, kind, folder, 100);
        Assert.True(before.Count >= atLeast, $"only {before.Count} could be defined");
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));

        await ExportAsync(play, kind, specs.Path, before.Count);
        await specs.MustBeUnchangedAsync();
    }

    [SkippableFact]
    public async Task So_are_volumes_with_their_pool()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        foreach (var (name, format) in new[] { ("a b.qcow2", "qcow2"), ("b&c.raw", "raw"), ("d.vmdk", "vmdk") })
        {
            await play.Host.CreateVolumeAsync(play.Name(ResourceKind.StorageVolume, "x") with { Name = name },
                $"<volume><name>{name.Replace("&", "&amp;", StringComparison.Ordinal)}</name><capacity unit='MiB'>8</capacity><target><format type='{format}'/></target></volume>", default);
        }

        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        var result = await new HostExport(new LibvirtConnector(LibvirtDaemon.Qemu), ResourceExporter.Embedded).RunAsync(
            new ExportRequest([new ExportSelector(ResourceKind.StoragePool, play.Pool.Name), new ExportSelector(ResourceKind.StorageVolume, "*", play.Pool.Name)]), default);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(4, ExportFolder.Write(specs.Path, result.Resources, isForced: false, []).Length);
        await specs.MustBeUnchangedAsync();
    }

    [SkippableFact]
    public async Task A_running_domain_is_adopted_while_it_runs()
    {
        await using var play = await Playground.OpenAsync();
        var id = play.Name(ResourceKind.Domain, "runs");
        await play.Host.DefineAsync(id, $"<domain type='qemu'><name>{id.Name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu><os><type>hvm</type></os><devices><graphics type='vnc' passwd='sesame'/></devices></domain>", default);
        await play.Host.StartAsync(id, default);
        var live = (await play.Host.ReadXmlAsync(id, XmlView.LiveWithSecrets, default))!;
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));

        var result = await new HostExport(new LibvirtConnector(LibvirtDaemon.Qemu), ResourceExporter.Embedded).RunAsync(new ExportRequest([new ExportSelector(id.Kind, id.Name)]), default);
        Assert.Equal("VP5103", Assert.Single(result.Diagnostics).Code);
        ExportFolder.Write(specs.Path, result.Resources, isForced: false, []);
        Assert.DoesNotContain("sesame", File.ReadAllText(Directory.EnumerateFiles(specs.Path, "*.yaml", SearchOption.AllDirectories).Single()), StringComparison.Ordinal);
        await specs.MustApplyAsync();

        var after = (await play.Host.ReadXmlAsync(id, XmlView.LiveWithSecrets, default))!;
        Assert.NotNull(AppliedMemory.Read(after));
        after.Element("metadata")!.Remove();
        Assert.Null(XmlLikeness.FirstDifference(live, after));
        Assert.Equal("sesame", (await play.Host.ReadXmlAsync(id, XmlView.InactiveWithSecrets, default))!.Descendants("graphics").Single().Attribute("passwd")!.Value);
        await specs.MustBeUnchangedAsync();
    }

    /// <summary>Where libvirt makes another thing of an exported spec than the one that was exported.</summary>
    private static readonly Dictionary<string, string> s_unlike = new()
    {
        ["qemuxml2argvdata--console-compat2"] = "libvirt numbers the console anew",
        ["qemuxml2argvdata--disk-floppy-tray"] = "whether a tray is open is no configuration",
        ["qemuxml2argvdata--graphics-spice-timeout"] = "with the password goes the time that it was valid to",
    };

    [SkippableFact]
    public async Task What_is_made_of_an_exported_domain_is_the_like_of_it()
    {
        Skip.If(RepositoryPaths.Shared is null, "The corpus does not lie beside this checkout.");
        await using var play = await Playground.OpenAsync();
        var id = play.Name(ResourceKind.Domain, "like");
        var findings = new List<string>();
        foreach (var file in Corpus("domains"))
        {
            var name = Path.GetFileName(Path.GetDirectoryName(file)!);
            if (await MadeAsync(play, id, XElement.Load(file)) is not { } original)
            {
                continue;
            }

            var exported = ResourceExporter.Embedded.Export(new ObservedResource(id, original, null, Autostart: false), isFull: false, [])!;
            var specs = new SpecFolder(Path.Combine(play.Folder, name));
            specs.Write(exported.ToYaml());
            var made = await MadeAsync(play, id, ProvisionNamespace.WithoutMarks(specs.Render().Resources.Single().Xml));
            var difference = made is null ? "libvirt refuses it" : XmlLikeness.FirstDifference(original, made, KindFacts.For(id.Kind).Root);
            if (difference is null == s_unlike.ContainsKey(name))
            {
                findings.Add($"{name}: {difference ?? "is no exception any more"}");
            }
        }

        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    private static async Task<XElement?> MadeAsync(Playground play, ResourceId id, XElement xml)
    {
        xml.SetElementValue("name", id.Name);
        xml.SetElementValue("uuid", "5d1c11e0-0000-4000-8000-7670697400e0");
        try
        {
            await play.Host.DefineAsync(id, XmlText.Write(xml), default);
            var made = await play.Host.ReadXmlAsync(id, XmlView.Inactive, default);
            await play.Host.UndefineAsync(id, default);
            return made;
        }
        catch (LibvirtServerException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Corpus(string folder) =>
        Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Shared!, "corpus", folder), "defined.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Objects as others made them, under names of the playground.</summary>
    private static async Task<Dictionary<ResourceId, XElement>> DefineAsync(Playground play, ResourceKind kind, string folder, int most)
    {
        var defined = new Dictionary<ResourceId, XElement>();
        foreach (var file in Corpus(folder))
        {
            if (defined.Count == most)
            {
                break;
            }

            var id = play.Name(kind, $"{defined.Count:d3} & <co>");
            var xml = XElement.Load(file);
            xml.SetElementValue("name", id.Name);
            xml.SetElementValue("uuid", Guid.NewGuid());
            if (kind == ResourceKind.Network)
            {
                // Bridges and their addresses are the host's, of which there is one.
                xml.Elements("mac").Remove();
                xml.Element("bridge")?.Attribute("name")?.SetValue($"vpit{defined.Count:d3}{play.Prefix[5..8]}");
            }

            try
            {
                await play.Host.DefineAsync(id, XmlText.Write(xml), default);
                defined[id] = HostXml.Full(KindFacts.For(kind), (await play.Host.ReadXmlAsync(id, XmlView.InactiveWithSecrets, default))!, []);
            }
            catch (LibvirtServerException)
            {
                // Not every host takes every one.
            }
        }

        return defined;
    }

    private static async Task ExportAsync(Playground play, ResourceKind kind, string folder, int expected)
    {
        var result = await new HostExport(new LibvirtConnector(LibvirtDaemon.Qemu), ResourceExporter.Embedded).RunAsync(
            new ExportRequest([new ExportSelector(kind, play.Prefix + "*")]), default);
        Assert.Equal("", string.Join('\n', result.Diagnostics.Where(static finding => finding.IsError).Select(static finding => $"{finding.Code} {finding.Detail}")));
        Assert.Equal(expected, ExportFolder.Write(folder, result.Resources, isForced: true, []).Length);
    }
}
