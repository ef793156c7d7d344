using System.Xml.Linq;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

public sealed class HostInventoryTests
{
    private static async Task<IHypervisorReader> ReaderAsync(string uri, Action<RemoteProcedure>? observer = null)
    {
        await using (await LibvirtDaemon.ConnectAsync(uri))
        {
        }

        return await new LibvirtConnector(uri, new LibvirtConnectOptions { CallObserver = observer }).ConnectReadOnlyAsync(default);
    }

    [SkippableFact]
    public async Task A_qemu_host_tells_what_its_machines_can_have_and_nothing_is_written()
    {
        var calls = new List<RemoteProcedure>();
        await using var reader = await ReaderAsync(LibvirtDaemon.Qemu, calls.Add);
        var facts = await reader.ReadFactsAsync(default);
        var q35 = await reader.ReadDomainCapabilitiesAsync(new DomainCapabilitiesQuery(Arch: "x86_64", Machine: "q35", Type: "qemu"), default);

        Assert.Equal(("qemu", true, false), (facts.Driver, facts.IsLocal, facts.IsSession));
        Assert.Contains(facts.Capabilities.FindGuest("hvm", "x86_64")!.Machines, static machine => machine.Name == "q35");
        Assert.StartsWith("pc-q35", q35!.Machine, StringComparison.Ordinal);
        Assert.Equal("qemu", q35.Type);
        Assert.Contains("maximum", q35.Cpu.Modes!.Value);
        Assert.Contains("virtio", q35.Values("devices/disk", "bus")!.Value);
        Assert.Same(q35, await reader.ReadDomainCapabilitiesAsync(new DomainCapabilitiesQuery(Arch: "x86_64", Machine: "q35", Type: "qemu"), default));
        Assert.Subset(CpuSecurity.Features.ToHashSet(), (await reader.ReadCpuSecurityFeaturesAsync(q35, default)).ToHashSet());
        Assert.Null(await reader.ReadDomainCapabilitiesAsync(new DomainCapabilitiesQuery(Machine: "no-such-machine", Arch: "x86_64"), default));
        Assert.DoesNotContain(calls, RemoteProcedureAccess.IsWrite);
    }

    [SkippableFact]
    public async Task A_feature_that_libvirt_would_turn_off_does_not_count()
    {
        await using var reader = await ReaderAsync(LibvirtDaemon.Qemu);
        var domain = DomainCapabilities.Parse(XElement.Parse("""
            <domainCapabilities><path>/usr/bin/qemu-system-x86_64</path><domain>qemu</domain><machine>pc</machine><arch>x86_64</arch>
              <cpu><mode name='host-model' supported='yes'>
                <model fallback='forbid'>Skylake-Client-IBRS</model><feature policy='require' name='md-clear'/><feature policy='disable' name='ssbd'/>
              </mode></cpu>
            </domainCapabilities>
            """));

        // Skylake-Client-IBRS stands for spec-ctrl, which emulation does not have.
        Assert.Equal(["md-clear"], (IEnumerable<string>)await reader.ReadCpuSecurityFeaturesAsync(domain, default));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_may_only_look_is_told_nothing_of_machines(bool isRefused)
    {
        var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu, new LibvirtConnectOptions { ReadOnly = true });
        await using var reader = new LibvirtHypervisor(
            client, isRefused ? static _ => throw new LibvirtConnectException(LibvirtConnectFailure.PermissionDenied, "not you") : null);

        Assert.Null(await reader.ReadDomainCapabilitiesAsync(new DomainCapabilitiesQuery(), default));
        Assert.Empty(await reader.ReadCpuSecurityFeaturesAsync(HostFacts.Usual.Domain!, default));
        Assert.Equal("qemu", (await reader.ReadFactsAsync(default)).Driver);
    }

    [SkippableFact]
    public async Task The_test_driver_knows_no_machines()
    {
        await using var reader = await ReaderAsync(LibvirtDaemon.Test);
        var facts = await reader.ReadFactsAsync(default);

        Assert.Equal(("test", true, null), (facts.Driver, facts.IsLocal, facts.DefaultBridge));
        Assert.Null(await reader.ReadDomainCapabilitiesAsync(new DomainCapabilitiesQuery(), default));
        Assert.Equal(["default"], (await reader.Inventory.NetworksAsync(default)).Select(static network => network.Name));
        Assert.Equal(["default-pool"], (await reader.Inventory.PoolsAsync(default)).Select(static pool => pool.Name));
        Assert.Equal([("test", true)], (await reader.Inventory.DomainsAsync(default)).Select(static domain => (domain.Name, domain.IsActive)));
        Assert.Contains(await reader.Inventory.NodeDevicesAsync(default), static device => device.Name == "computer" && device.CapabilityTypes.Contains("system"));
    }

    [SkippableFact]
    public async Task What_lies_on_a_host_is_found_by_name_and_by_path()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var asleep = play.Name(ResourceKind.StoragePool, "asleep");
        await play.Host.DefineAsync(asleep, $"<pool type='dir'><name>{asleep.Name}</name><target><path>{play.Folder}/asleep</path></target></pool>", default);
        var volume = new ResourceId(ResourceKind.StorageVolume, "disk.qcow2", play.Pool.Name);
        await play.Host.CreateVolumeAsync(volume, "<volume><name>disk.qcow2</name><capacity>1048576</capacity><target><format type='qcow2'/></target></volume>", default);
        await using var reader = await ReaderAsync(LibvirtDaemon.Qemu);

        var pools = (await reader.Inventory.PoolsAsync(default)).Where(pool => pool.Name.StartsWith(play.Prefix, StringComparison.Ordinal)).ToArray();
        Assert.Equal([(asleep.Name, false), (play.Pool.Name, true)], pools.Select(static pool => (pool.Name, pool.IsActive)));
        Assert.Equal(("dir", $"{play.Folder}/pool", null), (pools[1].Type, pools[1].TargetPath, pools[0].Capacity));
        Assert.True(pools[1].Capacity > 0 && pools[1].Available > 0);
        Assert.Empty(await reader.Inventory.VolumesAsync(asleep.Name, default));
        Assert.Empty(await reader.Inventory.VolumesAsync($"{play.Prefix}-nobody", default));

        var found = Assert.Single(await reader.Inventory.VolumesAsync(play.Pool.Name, default));
        Assert.Equal(("disk.qcow2", $"{play.Folder}/pool/disk.qcow2", "file", "qcow2", 1048576), (found.Name, found.Path, found.Type, found.Format, found.Capacity));
        Assert.Equal((play.Pool.Name, "disk.qcow2"), await reader.Inventory.FindVolumeAsync(found.Path, default) is { } byPath ? (byPath.Pool, byPath.Name) : default);
        Assert.Null(await reader.Inventory.FindVolumeAsync("/nowhere/disk.qcow2", default));
    }
}
