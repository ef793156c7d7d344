using System.Text.Json;
using VirtProvision.Core.Hosts;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Snapshots;
using VirtProvision.Testing;

namespace VirtProvision.Runtime.Tests.Snapshots;

/// <summary>Written-down hosts of many hypervisors and architectures load wholly, and say what their <c>host.json</c> says.</summary>
public sealed class ConformanceHostsTests
{
    private static string? Hosts => RepositoryPaths.Shared is { } shared && Path.Combine(shared, "conformance", "hosts") is var path && Directory.Exists(path) ? path : null;

    public static TheoryData<string> Names => Hosts is null ? ["none"] : [.. Directory.GetDirectories(Hosts).Select(static folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task A_written_down_host_loads(string name)
    {
        Skip.If(Hosts is null, "No ../shared/conformance/hosts beside this checkout.");
        var folder = Path.Combine(Hosts, name);
        using var record = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "host.json")));
        var root = record.RootElement;
        await using var host = await new SnapshotConnector($"snapshot://{folder}").ConnectAsync(default);

        var facts = await host.ReadFactsAsync(default);
        Assert.Equal(root.GetProperty("driver").GetString(), facts.Driver);
        Assert.Equal(root.GetProperty("is_remote").GetBoolean(), !facts.IsLocal);
        Assert.Equal(root.GetProperty("is_session").GetBoolean(), facts.IsSession);
        Assert.Equal(facts is { IsLocal: true, IsSession: false, IsTest: false } ? root.GetProperty("default_bridge").GetString() : null, facts.DefaultBridge);
        Assert.NotEmpty(facts.Capabilities.Guests);

        var guest = facts.Capabilities.Guests[^1];
        var machine = await host.ReadDomainCapabilitiesAsync(new DomainCapabilitiesQuery(guest.Emulator, guest.Arch, guest.Machines.FirstOrDefault()?.Name, guest.Domains[0].Type), default);
        Assert.Equal(File.Exists(Path.Combine(folder, "domcapabilities.xml")) ? guest.Arch : null, machine?.Arch);
        foreach (var features in machine is null ? [] : root.GetProperty("cpu_security_features").EnumerateObject().ToArray())
        {
            var known = (await host.ReadDomainCapabilitiesAsync(new DomainCapabilitiesQuery(Arch: features.Name), default))!;
            var expected = features.Value.ValueKind is JsonValueKind.Array ? features.Value.EnumerateArray().Select(static item => item.GetString()!) : [];
            Assert.Equal(expected.Order(StringComparer.Ordinal), (await host.ReadCpuSecurityFeaturesAsync(known, default)).Order(StringComparer.Ordinal));
        }

        await InventoryAsync(host, root);
    }

    private static async Task InventoryAsync(IHypervisor host, JsonElement root)
    {
        var domains = await host.Inventory.DomainsAsync(default);
        Assert.Equal(
            root.GetProperty("domains").EnumerateObject().Select(static item => (item.Name, item.Value.GetProperty("active").GetBoolean(), item.Value.GetProperty("uuid").GetGuid())).OrderBy(static item => item.Name, StringComparer.Ordinal),
            domains.Select(static domain => (domain.Name, domain.IsActive, domain.Uuid)));
        Assert.Equal(root.GetProperty("networks").EnumerateObject().Select(static item => item.Name).Order(StringComparer.Ordinal), (await host.Inventory.NetworksAsync(default)).Select(static network => network.Name));
        Assert.Equal(root.GetProperty("nodedevs").EnumerateArray().Select(static item => item.GetString()).Order(StringComparer.Ordinal), (await host.Inventory.NodeDevicesAsync(default)).Select(static device => device.Name));

        var pools = (await host.Inventory.PoolsAsync(default)).ToDictionary(static pool => pool.Name);
        foreach (var pool in root.GetProperty("pools").EnumerateObject())
        {
            Assert.Equal(pool.Value.GetProperty("capacity").GetInt64(), pools[pool.Name].Capacity);
            var volumes = await host.Inventory.VolumesAsync(pool.Name, default);
            Assert.Equal(
                pool.Value.GetProperty("volumes").EnumerateArray().Select(static volume => (volume.GetProperty("name").GetString(), volume.GetProperty("path").GetString(), volume.GetProperty("type").GetString(), volume.GetProperty("capacity").GetInt64())).OrderBy(static volume => volume.Item1, StringComparer.Ordinal),
                volumes.Select(static volume => ((string?)volume.Name, (string?)volume.Path, (string?)volume.Type, volume.Capacity)));
            foreach (var volume in volumes)
            {
                Assert.Equal(volume.Path, (await host.Inventory.FindVolumeAsync(volume.Path, default))?.Path);
            }
        }
    }
}
