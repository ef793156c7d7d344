using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Snapshots;

namespace VirtProvision.Runtime.Tests.Snapshots;

public sealed class SnapshotReadingTests : IDisposable
{
    private static readonly ResourceId s_web = new(ResourceKind.Domain, "web/01");

    private readonly SnapshotFolder _folder = new();

    private Task<IHypervisor> OpenAsync() => _folder.Connect().ConnectAsync(default);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Facts_are_what_the_folder_says()
    {
        var host = await OpenAsync();
        var facts = await host.ReadFactsAsync(default);

        Assert.Equal(("qemu", true, true, false, "br0"), (facts.Driver, facts.IsLocal, facts.HasFilesHere, facts.IsSession, facts.DefaultBridge));
        Assert.Equal("x86_64", facts.Capabilities.HostArch);
        Assert.Null(facts.Domain);
    }

    [Theory]
    [InlineData("\"is_remote\": true", false, false, null)]
    [InlineData("\"is_session\": true", true, true, null)]
    [InlineData("\"driver\": \"test\"", true, true, null)]
    [InlineData("\"hostname\": \"some-other-machine\"", true, false, "br0")]
    public async Task Whose_bridge_and_files_they_are_depends(string member, bool isLocal, bool hasFilesHere, string? bridge)
    {
        _folder.Write("host.json", $$"""{"uri": "qemu:///system", "default_bridge": "br0", {{member}}}""");
        var connector = _folder.Connect();
        var facts = await (await connector.ConnectAsync(default)).ReadFactsAsync(default);

        Assert.Equal((isLocal, hasFilesHere, hasFilesHere, bridge), (facts.IsLocal, facts.HasFilesHere, connector.IsLocal, facts.DefaultBridge));
    }

    [Fact]
    public async Task A_machine_has_its_own_capabilities_and_else_those_of_any()
    {
        var host = await OpenAsync();
        var machines = new List<string>();
        foreach (var query in new DomainCapabilitiesQuery[] { new(null, "x86_64", "q35", "kvm"), new("/qemu", "x86_64", "pc-q35-9.0", "kvm"), new(null, "aarch64", "virt", "qemu"), new() })
        {
            var answer = await host.ReadDomainCapabilitiesAsync(query, default);
            machines.Add($"{answer!.Arch} {answer.Machine}");
        }

        Assert.Equal(["x86_64 pc-q35-9.0", "x86_64 pc-q35-9.0", "aarch64 pc-i440fx-9.0", "x86_64 pc-i440fx-9.0"], machines);
        Assert.Equal(["spec-ctrl", "md-clear"], (IEnumerable<string>)await host.ReadCpuSecurityFeaturesAsync((await host.ReadDomainCapabilitiesAsync(new(), default))!, default));

        _folder.Delete("domcapabilities.xml");
        Assert.Null(await (await OpenAsync()).ReadDomainCapabilitiesAsync(new(), default));
    }

    [Fact]
    public async Task Passwords_are_shown_only_to_who_asks_for_them()
    {
        var host = await OpenAsync();
        var shown = await host.ReadXmlAsync(s_web, XmlView.Inactive, default);
        var whole = await host.ReadXmlAsync(s_web, XmlView.InactiveWithSecrets, default);
        var seen = await host.ObserveAsync(new ObservationRequest([s_web], [], []), default);

        Assert.DoesNotContain("geheim", shown!.ToString(), StringComparison.Ordinal);
        Assert.Contains("geheim", whole!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", seen.Find(s_web)!.Inactive.ToString(), StringComparison.Ordinal);
        Assert.Equal("3", seen.Find(s_web)!.Live!.Attribute("id")!.Value);
        Assert.True(seen.Find(s_web)!.Autostart);
    }

    [Fact]
    public async Task A_look_finds_what_libvirts_would()
    {
        ResourceId db = new(ResourceKind.Domain, "db"), volume = new(ResourceKind.StorageVolume, "a.qcow2", "images"), hidden = new(ResourceKind.StorageVolume, "hidden", "asleep");
        var seen = await (await OpenAsync()).ObserveAsync(
            new ObservationRequest([db, new(ResourceKind.Domain, "nobody"), hidden], [volume, new(ResourceKind.Network, "lan"), new(ResourceKind.Network, "none")], []), default);

        Assert.Equal([db], seen.Resources.Keys);
        Assert.False(seen.Find(db)!.IsRunning);
        Assert.Equal(["a.qcow2", "lan"], seen.References.Select(static id => id.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["asleep"], seen.InactivePools);
        Assert.True(seen.IsUnknown(hidden));
        Assert.NotNull(seen.FindVolume(volume));
    }

    [Fact]
    public async Task The_inventory_lists_everything_by_name()
    {
        var inventory = (await OpenAsync()).Inventory;
        var pools = await inventory.PoolsAsync(default);
        var volumes = await inventory.VolumesAsync("images", default);

        Assert.Equal([("asleep", false, null, null), ("images", true, 1000, 0)], pools.Select(static pool => (pool.Name, pool.IsActive, pool.Capacity, pool.Available)));
        Assert.Equal([("a.qcow2", "qcow2", 100, null), ("b.img", "raw", 50, "/images/base")], volumes.Select(static volume => (volume.Name, volume.Format, volume.Capacity, volume.BackingPath)));
        Assert.Empty(await inventory.VolumesAsync("asleep", default));
        Assert.Equal("a.qcow2", (await inventory.FindVolumeAsync("/images/a.qcow2", default))?.Name);
        Assert.Equal("b.img", (await inventory.FindVolumeAsync("//images///b.img/", default))?.Name);
        Assert.Null(await inventory.FindVolumeAsync("/asleep/hidden", default));
        Assert.Equal([("lab", false, null), ("lan", true, "virbr1")], (await inventory.NetworksAsync(default)).Select(static network => (network.Name, network.IsActive, network.Bridge)));
        Assert.Equal([("db", false), ("web/01", true)], (await inventory.DomainsAsync(default)).Select(static domain => (domain.Name, domain.IsActive)));
        Assert.DoesNotContain("geheim", (await inventory.DomainsAsync(default))[1].Xml.ToString(), StringComparison.Ordinal);
        Assert.Equal("pci", Assert.Single(await inventory.NodeDevicesAsync(default)).CapabilityTypes.Single());
    }

    [Fact]
    public async Task Guests_of_a_network_are_the_running_ones() =>
        Assert.Equal(["web/01"], (await (await OpenAsync()).ReadAttachedDomainsAsync(default))[new(ResourceKind.Network, "lan")].AsEnumerable());

    [Fact]
    public async Task Files_are_read_when_they_are_asked_for()
    {
        foreach (var file in new[] { "capabilities.xml", "domains/db.xml", "pools/images.xml", "nodedevs/pci_0000_00_02_0.xml" })
        {
            _folder.Write(file, "no XML at all");
        }

        var host = await OpenAsync();
        Assert.NotNull(await host.ReadXmlAsync(s_web, XmlView.Inactive, default));
    }

    [Theory]
    [InlineData("host.json", null, "VP6020")]
    [InlineData("host.json", "{\n  \"uri\": nonsense\n}", "VP6022")]
    [InlineData("host.json", "{}", "VP6022")]
    [InlineData("host.json", "[]", "VP6022")]
    [InlineData("capabilities.xml", null, "VP6021")]
    [InlineData("capabilities.xml", "<capabilities>\n  <host>\n</capabilities>", "VP6022")]
    public async Task What_is_wrong_with_the_folder_is_said(string file, string? text, string code)
    {
        if (text is null)
        {
            _folder.Delete(file);
        }
        else
        {
            _folder.Write(file, text);
        }

        var finding = (await Assert.ThrowsAsync<UnreadableHostException>(async () => await (await _folder.Connect().ConnectReadOnlyAsync(default)).ReadFactsAsync(default))).Finding;

        Assert.Equal(code, finding.Code);
        Assert.Same(finding, HostDiagnostics.CannotRead("snapshot://x", new UnreadableHostException(finding)));
        Assert.Equal(code is "VP6022", finding.Span?.File.Path.EndsWith(file, StringComparison.Ordinal) is true);
        Assert.True(text is not "{\n  \"uri\": nonsense\n}" || finding.Span!.Value.Start.ToString() is "2:11", finding.Span?.ToString());
    }
}
