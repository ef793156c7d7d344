using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

internal static class NetworkRows
{
    private const string Uuid = "00112233-4455-6677-8899-aabbccddeeff";
    private static readonly NetworkRef s_lan = new("lan", Guid.Parse(Uuid));

    private static WireBytes Wire => WireBytes.Empty;

    private static WireBytes Lan => Wire.Named("lan", Uuid); // remote_nonnull_network { name, uuid }

    public static IEnumerable<ProcedureRow> All =>
    [
        ProcedureRow.Of(
            RemoteProcedure.ConnectListAllNetworks, c => c.ListNetworksAsync(NetworkListFlags.Active), Wire.Int(1).Int(2), Wire.Int(1).Named("lan", Uuid).Int(1), [s_lan]),
        ProcedureRow.Of(RemoteProcedure.NetworkLookupByName, c => c.LookupNetworkAsync("lan"), Wire.Text("lan"), Lan, s_lan),
        ProcedureRow.Of(RemoteProcedure.NetworkLookupByUuid, c => c.LookupNetworkAsync(Guid.Parse(Uuid)), Wire.Uuid(Uuid), Lan, s_lan),
        ProcedureRow.Of(RemoteProcedure.NetworkGetXmlDesc, c => c.GetNetworkXmlAsync(s_lan, NetworkXmlFlags.Inactive), Lan.Int(1), Wire.Text("<network/>"), "<network/>"),
        ProcedureRow.Of(RemoteProcedure.NetworkDefineXml, c => c.DefineNetworkAsync("<network/>"), Wire.Text("<network/>"), Lan, s_lan),
        ProcedureRow.Of(
            RemoteProcedure.NetworkDefineXmlFlags, c => c.DefineNetworkAsync("<network/>", NetworkDefineFlags.Validate), Wire.Text("<network/>").Int(1), Lan, s_lan),
        ProcedureRow.Of(RemoteProcedure.NetworkCreateXml, c => c.CreateNetworkAsync("<network/>"), Wire.Text("<network/>"), Lan, s_lan),
        ProcedureRow.Of(RemoteProcedure.NetworkCreate, c => c.StartNetworkAsync(s_lan), Lan),
        ProcedureRow.Of(RemoteProcedure.NetworkDestroy, c => c.DestroyNetworkAsync(s_lan), Lan),
        ProcedureRow.Of(RemoteProcedure.NetworkUndefine, c => c.UndefineNetworkAsync(s_lan), Lan),
        ProcedureRow.Of(
            RemoteProcedure.NetworkUpdateXml,
            c => c.UpdateNetworkAsync(new NetworkUpdate(
                s_lan, NetworkUpdateCommand.AddLast, NetworkUpdateSection.IpDhcpHost, "<host/>", NetworkAffect.Live | NetworkAffect.Config, ParentIndex: 1)),
            Lan.Int(3).Int(4).Int(1).Text("<host/>").Int(3)), // command, section, parentIndex, xml, flags
        ProcedureRow.Of(RemoteProcedure.NetworkIsActive, c => c.IsNetworkActiveAsync(s_lan), Lan, Wire.Int(1), true),
        ProcedureRow.Of(RemoteProcedure.NetworkIsPersistent, c => c.IsNetworkPersistentAsync(s_lan), Lan, Wire.Int(1), true),
        ProcedureRow.Of(RemoteProcedure.NetworkGetAutostart, c => c.GetNetworkAutostartAsync(s_lan), Lan, Wire.Int(0), false),
        ProcedureRow.Of(RemoteProcedure.NetworkSetAutostart, c => c.SetNetworkAutostartAsync(s_lan, true), Lan.Int(1)),
        ProcedureRow.Of(RemoteProcedure.NetworkGetBridgeName, c => c.GetNetworkBridgeNameAsync(s_lan), Lan, Wire.Text("virbr0"), "virbr0"),
        ProcedureRow.Of(
            RemoteProcedure.NetworkGetDhcpLeases,
            c => c.GetNetworkDhcpLeasesAsync(s_lan, "52:54:00:00:00:01"),
            Lan.Optional("52:54:00:00:00:01").Int(1).Int(0), // mac, need_results, flags
            Wire.Int(1).Text("virbr0").Hyper(1_800_000_000).Int(0).Optional("52:54:00:00:00:01").Optional(null) // iface, expirytime, type, mac, iaid
                .Text("192.168.1.2").Int(24).Optional("web").Optional(null).Int(1), // ipaddr, prefix, hostname, clientid; ret
            [new DhcpLease("virbr0", 1_800_000_000, AddressFamilyType.Ipv4, "52:54:00:00:00:01", null, "192.168.1.2", 24, "web", null)]),
    ];
}
