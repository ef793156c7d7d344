using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Snapshots;

namespace VirtProvision.Runtime.Tests.Snapshots;

public sealed class SnapshotChangesTests : IDisposable
{
    private static readonly ResourceId s_web = new(ResourceKind.Domain, "web/01");
    private static readonly ResourceId s_db = new(ResourceKind.Domain, "db");
    private static readonly ResourceId s_new = new(ResourceKind.Domain, "new");
    private static readonly ResourceId s_lan = new(ResourceKind.Network, "lan");
    private static readonly ResourceId s_lab = new(ResourceKind.Network, "lab");
    private static readonly ResourceId s_images = new(ResourceKind.StoragePool, "images");
    private static readonly ResourceId s_asleep = new(ResourceKind.StoragePool, "asleep");

    private readonly SnapshotFolder _folder = new();
    private readonly SnapshotConnector _connector;

    public SnapshotChangesTests() => _connector = _folder.Connect();

    public void Dispose() => _folder.Dispose();

    private Task<IHypervisor> OpenAsync() => _connector.ConnectAsync(default);

    private static ResourceId Volume(string name, string pool = "images") => new(ResourceKind.StorageVolume, name, pool);

    private static async Task RefusedAsync(LibvirtErrorCode code, Task call) => Assert.Equal(code, (await Assert.ThrowsAsync<LibvirtServerException>(() => call)).Code);

    [Fact]
    public async Task A_change_lasts_over_connections_and_never_reaches_the_files()
    {
        var before = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ToDictionary(static file => file, File.ReadAllText);
        await using (var host = await OpenAsync())
        {
            await host.DefineAsync(s_new, "<domain><name>new</name></domain>", default);
            await host.StartAsync(s_new, default);
            await host.StopAsync(s_web, default);
            await host.DeleteVolumeAsync(Volume("b.img"), default);
            await host.ResizeVolumeAsync(Volume("a.qcow2"), 200, shrink: false, default);
        }

        await using var reader = await _connector.ConnectReadOnlyAsync(default);
        Assert.Equal("99999999-9999-9999-9999-999999999999", (await reader.ReadXmlAsync(s_new, XmlView.Live, default))!.Element("uuid")!.Value);
        Assert.False(await reader.IsActiveAsync(s_web, default));
        Assert.Null(await reader.ReadVolumePathAsync(Volume("b.img"), default));
        Assert.Equal(200, (await reader.ReadVolumeSizeAsync(Volume("a.qcow2"), default))!.Capacity);
        Assert.Equal(before, Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ToDictionary(static file => file, File.ReadAllText));
    }

    [Fact]
    public async Task What_runs_goes_on_as_it_was_when_it_is_redefined()
    {
        var host = await OpenAsync();
        await host.DefineAsync(s_web, "<domain><name>web/01</name><uuid>11111111-1111-1111-1111-111111111111</uuid><title>new</title></domain>", default);

        Assert.Equal("new", (await host.ReadXmlAsync(s_web, XmlView.Inactive, default))!.Element("title")!.Value);
        Assert.Null((await host.ReadXmlAsync(s_web, XmlView.Live, default))!.Element("title"));
        await host.StopAsync(s_web, default);
        await host.StartAsync(s_web, default);
        Assert.Equal("new", (await host.ReadXmlAsync(s_web, XmlView.Live, default))!.Element("title")!.Value);
    }

    [Fact]
    public async Task A_name_and_a_UUID_belong_to_one_object()
    {
        var host = await OpenAsync();

        await RefusedAsync(LibvirtErrorCode.OperationFailed, host.DefineAsync(s_db, "<domain><name>db</name></domain>", default));
        await RefusedAsync(LibvirtErrorCode.OperationFailed, host.DefineAsync(s_new, "<domain><name>new</name><uuid>22222222-2222-2222-2222-222222222222</uuid></domain>", default));
        Assert.Null(await host.ReadXmlAsync(s_new, XmlView.Inactive, default));
    }

    [Fact]
    public async Task Running_objects_outlive_their_definition_until_they_stop()
    {
        var host = await OpenAsync();
        await host.UndefineAsync(s_web, default);
        Assert.True(await host.IsActiveAsync(s_web, default));
        Assert.False((await host.ObserveAsync(new ObservationRequest([s_web], [], []), default)).Find(s_web)!.IsPersistent);
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, host.SetAutostartAsync(s_web, true, default));
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, host.UndefineAsync(s_web, default));
        await host.RequestShutdownAsync(s_web, default);

        Assert.Null(await host.ReadXmlAsync(s_web, XmlView.Inactive, default));
        await RefusedAsync(LibvirtErrorCode.NoDomain, host.StartAsync(s_web, default));
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, host.UndefineAsync(s_images, default));
    }

    [Fact]
    public async Task What_runs_is_not_started_and_what_does_not_is_not_stopped()
    {
        var host = await OpenAsync();
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, host.StartAsync(s_web, default));
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, host.StopAsync(s_db, default));
        await RefusedAsync(LibvirtErrorCode.NoNetwork, host.StartAsync(new(ResourceKind.Network, "none"), default));

        // libvirt plugs a card into a network that is active.
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, host.StartAsync(s_db, default));
        await host.StartAsync(s_lab, default);
        await host.StartAsync(s_db, default);
        Assert.True(await host.IsActiveAsync(s_db, default));
    }

    [Fact]
    public async Task A_sleeping_pool_can_be_started_and_then_has_its_volumes()
    {
        var host = await OpenAsync();
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, host.CreateVolumeAsync(Volume("x", "asleep"), "<volume><name>x</name></volume>", default));
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, host.RefreshPoolAsync(s_asleep, default));
        await host.BuildPoolAsync(s_asleep, default);
        await host.StartAsync(s_asleep, default);

        Assert.Equal("/asleep/hidden", await host.ReadVolumePathAsync(Volume("hidden", "asleep"), default));
        Assert.Equal("hidden", (await host.Inventory.FindVolumeAsync("/asleep/hidden", default))?.Name);
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, host.BuildPoolAsync(s_asleep, default));
    }

    [Fact]
    public async Task A_new_volume_gets_what_a_pool_gives_it()
    {
        var host = await OpenAsync();
        await host.CreateVolumeAsync(Volume("c.img"), "<volume><name>c.img</name><capacity unit='GiB'>1</capacity><allocation>0</allocation></volume>", default);
        await host.CloneVolumeAsync(Volume("d.qcow2"), "<volume><name>d.qcow2</name><capacity>5</capacity><target><format type='qcow2'/></target></volume>", Volume("a.qcow2"), reflink: false, default);
        var made = await host.Inventory.VolumesAsync("images", default);

        Assert.Equal([("c.img", "/images/c.img", "raw", 1L << 30, 0L), ("d.qcow2", "/images/d.qcow2", "qcow2", 100, 10)],
            made.Where(static volume => volume.Name is "c.img" or "d.qcow2").Select(static volume => (volume.Name, volume.Path, volume.Format, volume.Capacity, volume.Allocation)));
        Assert.Equal("c.img", (await host.Inventory.FindVolumeAsync("/images/c.img", default))?.Name);
        await RefusedAsync(LibvirtErrorCode.StorageVolExist, host.CreateVolumeAsync(Volume("c.img"), "<volume><name>c.img</name></volume>", default));
        await RefusedAsync(LibvirtErrorCode.NoStorageVol, host.CloneVolumeAsync(Volume("e"), "<volume><name>e</name></volume>", Volume("nobody"), reflink: false, default));
        await RefusedAsync(LibvirtErrorCode.NoStoragePool, host.DeleteVolumeAsync(Volume("e", "none"), default));
        await RefusedAsync(LibvirtErrorCode.InvalidArg, host.ResizeVolumeAsync(Volume("a.qcow2"), 1, shrink: false, default));
        await host.ResizeDiskAsync(s_web, "vda", 300, default);
        Assert.Equal(300, (await host.ReadVolumeSizeAsync(Volume("a.qcow2"), default))!.Capacity);
    }

    [Theory]
    [InlineData(true, "qcow2", 4096)]
    [InlineData(false, "raw", 48)]
    public async Task An_uploaded_image_is_recognized_by_its_beginning(bool isQcow, string format, long capacity)
    {
        var bytes = new byte[48];
        if (isQcow)
        {
            (bytes[0], bytes[1], bytes[2], bytes[3], bytes[30]) = ((byte)'Q', (byte)'F', (byte)'I', 0xfb, 0x10); // magic; size 0x1000 at 24
        }

        var path = Path.Combine(_folder.Path, "upload");
        await File.WriteAllBytesAsync(path, bytes);
        var host = await OpenAsync();
        await host.CreateVolumeAsync(Volume("up"), "<volume><name>up</name><capacity>48</capacity></volume>", default);
        await using (var content = File.OpenRead(path))
        {
            await host.UploadAsync(Volume("up"), content, sparse: true, progress: null, default);
        }

        var volume = (await host.Inventory.FindVolumeAsync("/images/up", default))!;
        Assert.Equal((format, capacity, 48L), (volume.Format, volume.Capacity, volume.Allocation));
    }

    [Fact]
    public async Task Devices_come_change_and_go_while_a_domain_runs()
    {
        var host = await OpenAsync();
        await host.AttachDeviceAsync(s_web, "<disk type='file' device='cdrom'><target dev='sda'/></disk>", default);
        await host.UpdateDeviceAsync(s_web, "<disk type='file' device='cdrom'><source file='/a.iso'/><target dev='sda'/></disk>", default);
        await host.DetachDeviceAsync(s_web, "<interface type='network'><mac address='52:54:00:00:00:01'/></interface>", default);
        var devices = (await host.ReadXmlAsync(s_web, XmlView.Live, default))!.Element("devices")!;

        Assert.Equal("/a.iso", devices.Elements("disk").Last().Element("source")!.Attribute("file")!.Value);
        Assert.Empty(devices.Elements("interface"));
        Assert.Single((await host.ReadXmlAsync(s_web, XmlView.Inactive, default))!.Element("devices")!.Elements("interface"));
        await RefusedAsync(LibvirtErrorCode.OperationFailed, host.AttachDeviceAsync(s_web, "<disk><target dev='vda'/></disk>", default));
        await RefusedAsync(LibvirtErrorCode.DeviceMissing, host.DetachDeviceAsync(s_web, "<watchdog model='i6300esb'/>", default));
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, host.AttachDeviceAsync(s_db, "<disk/>", default));
    }

    [Fact]
    public async Task Settings_of_a_running_domain_are_in_its_live_XML()
    {
        var host = await OpenAsync();
        foreach (var setting in new LiveSetting[]
        {
            new LiveSetting.CurrentMemory(524288), new LiveSetting.VcpuCount(3), new LiveSetting.Title("t"), new LiveSetting.DomainDescription("d"),
            new LiveSetting.LifecycleAction("reboot", "destroy"), new LiveSetting.MetadataElement("x", "urn:x", "<x:a xmlns:x='urn:x'/>"),
            new LiveSetting.BlockIoTune("vda", ImmutableSortedDictionary<string, ulong>.Empty.Add("total_iops_sec", 7).Add("read_iops_sec", 0), "g"),
        })
        {
            await host.SetLiveAsync(s_web, setting, default);
        }

        var live = (await host.ReadXmlAsync(s_web, XmlView.Live, default))!;
        Assert.Equal("524288", live.Element("currentMemory")!.Value);
        Assert.Equal("3", live.Element("vcpu")!.Attribute("current")!.Value);
        Assert.Equal(("t", "d", "destroy"), (live.Element("title")!.Value, live.Element("description")!.Value, live.Element("on_reboot")!.Value));
        Assert.NotNull(live.Element("metadata")!.Element(XName.Get("a", "urn:x")));
        Assert.Equal("<iotune><total_iops_sec>7</total_iops_sec><group_name>g</group_name></iotune>", live.Descendants("iotune").Single().ToString(SaveOptions.DisableFormatting));
        await host.SetLiveAsync(s_web, new LiveSetting.MetadataElement("x", "urn:x", null), default);
        Assert.Empty((await host.ReadXmlAsync(s_web, XmlView.Live, default))!.Element("metadata")!.Elements());
    }

    [Fact]
    public async Task Entries_of_a_running_network_are_edited_one_by_one()
    {
        var host = await OpenAsync();
        Task EditAsync(NetworkUpdateCommand command, NetworkUpdateSection section, string xml) => host.UpdateNetworkAsync(s_lan, new NetworkEdit(command, section, -1, xml), default);

        await EditAsync(NetworkUpdateCommand.Modify, NetworkUpdateSection.IpDhcpHost, "<host mac='52:54:00:00:00:01' ip='10.0.0.9'/>");
        await EditAsync(NetworkUpdateCommand.AddLast, NetworkUpdateSection.DnsHost, "<host ip='10.0.0.1'><hostname>gw</hostname></host>");
        var live = (await host.ReadXmlAsync(s_lan, XmlView.Live, default))!;

        Assert.Equal("10.0.0.9", live.Element("ip")!.Element("dhcp")!.Elements("host").Single().Attribute("ip")!.Value);
        Assert.Equal("gw", live.Element("dns")!.Element("host")!.Value);
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, EditAsync(NetworkUpdateCommand.AddLast, NetworkUpdateSection.DnsHost, "<host ip='10.0.0.1'/>"));
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, EditAsync(NetworkUpdateCommand.Delete, NetworkUpdateSection.PortGroup, "<portgroup name='x'/>"));
        await RefusedAsync(LibvirtErrorCode.OperationInvalid, host.UpdateNetworkAsync(s_lab, new NetworkEdit(NetworkUpdateCommand.AddLast, NetworkUpdateSection.DnsHost, -1, "<host/>"), default));
    }
}
