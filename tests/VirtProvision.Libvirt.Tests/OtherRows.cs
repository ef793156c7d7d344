using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

/// <summary>Secrets, network filters, devices of the host.</summary>
internal static class OtherRows
{
    private const string Uuid = "00112233-4455-6677-8899-aabbccddeeff";
    private static readonly SecretRef s_secret = new(Guid.Parse(Uuid), SecretUsage.Ceph, "client.me");
    private static readonly NetworkFilterRef s_filter = new("clean", Guid.Parse(Uuid));

    private static WireBytes Wire => WireBytes.Empty;

    private static WireBytes Secret => Wire.Uuid(Uuid).Int(2).Text("client.me"); // remote_nonnull_secret { uuid, usageType, usageID }

    private static WireBytes Filter => Wire.Named("clean", Uuid); // remote_nonnull_nwfilter { name, uuid }

    public static IEnumerable<ProcedureRow> All =>
    [
        ProcedureRow.Of(RemoteProcedure.ConnectListAllSecrets, c => c.ListSecretsAsync(), Wire.Int(1).Int(0), Wire.Int(1).Bytes(Secret.ToArray()).Int(1), [s_secret]),
        ProcedureRow.Of<SecretRef?>(RemoteProcedure.SecretLookupByUuid, c => c.FindSecretAsync(Guid.Parse(Uuid)), Wire.Uuid(Uuid), Secret, s_secret),
        ProcedureRow.Of<SecretRef?>(
            RemoteProcedure.SecretLookupByUsage, c => c.FindSecretAsync(SecretUsage.Ceph, "client.me"), Wire.Int(2).Text("client.me"), Secret, s_secret),
        ProcedureRow.Of(RemoteProcedure.SecretGetXmlDesc, c => c.GetSecretXmlAsync(s_secret), Secret.Int(0), Wire.Text("<secret/>"), "<secret/>"),
        ProcedureRow.Of(RemoteProcedure.SecretDefineXml, c => c.DefineSecretAsync("<secret/>"), Wire.Text("<secret/>").Int(0), Secret, s_secret),
        ProcedureRow.Of(
            RemoteProcedure.SecretSetValue, c => c.SetSecretValueAsync(s_secret, new byte[] { 1, 2, 3 }), Secret.Int(3).Bytes(1, 2, 3, 0).Int(0)), // value<>, flags
        ProcedureRow.Of(RemoteProcedure.SecretUndefine, c => c.UndefineSecretAsync(s_secret), Secret),
        ProcedureRow.Of(
            RemoteProcedure.ConnectListAllNwfilters, c => c.ListNetworkFiltersAsync(), Wire.Int(1).Int(0), Wire.Int(1).Named("clean", Uuid).Int(1), [s_filter]),
        ProcedureRow.Of<NetworkFilterRef?>(RemoteProcedure.NwfilterLookupByName, c => c.FindNetworkFilterAsync("clean"), Wire.Text("clean"), Filter, s_filter),
        ProcedureRow.Of(RemoteProcedure.NwfilterGetXmlDesc, c => c.GetNetworkFilterXmlAsync(s_filter), Filter.Int(0), Wire.Text("<filter/>"), "<filter/>"),
        ProcedureRow.Of(RemoteProcedure.NwfilterDefineXml, c => c.DefineNetworkFilterAsync("<filter/>"), Wire.Text("<filter/>"), Filter, s_filter),
        ProcedureRow.Of(RemoteProcedure.NwfilterUndefine, c => c.UndefineNetworkFilterAsync(s_filter), Filter),
        ProcedureRow.Of(
            RemoteProcedure.ConnectListAllNodeDevices,
            c => c.ListNodeDevicesAsync(NodeDeviceListFlags.PciDevice),
            Wire.Int(1).Int(2), // need_results, flags
            Wire.Int(2).Text("pci_a").Text("pci_b").Int(2), // devices<>, ret
            [new NodeDeviceRef("pci_a"), new NodeDeviceRef("pci_b")]),
        ProcedureRow.Of<NodeDeviceRef?>(
            RemoteProcedure.NodeDeviceLookupByName, c => c.FindNodeDeviceAsync("pci_a"), Wire.Text("pci_a"), Wire.Text("pci_a"), new NodeDeviceRef("pci_a")),
        ProcedureRow.Of(
            RemoteProcedure.NodeDeviceGetXmlDesc, c => c.GetNodeDeviceXmlAsync(new NodeDeviceRef("pci_a")), Wire.Text("pci_a").Int(0), Wire.Text("<device/>"), "<device/>"),
    ];
}
