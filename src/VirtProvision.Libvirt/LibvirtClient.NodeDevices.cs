using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>The host's devices.</summary>
public sealed partial class LibvirtClient
{
    public Task<ImmutableArray<NodeDeviceRef>> ListNodeDevicesAsync(
        NodeDeviceListFlags filter = NodeDeviceListFlags.All, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NodeDeviceProcedures.ListAll, filter, cancellationToken);

    /// <summary>The device, or null when there is none of that name.</summary>
    public Task<NodeDeviceRef?> FindNodeDeviceAsync(string name, CancellationToken cancellationToken = default) =>
        OrNullAsync(_rpc.CallAsync(NodeDeviceProcedures.LookupByName, name, cancellationToken));

    public Task<string> GetNodeDeviceXmlAsync(NodeDeviceRef device, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NodeDeviceProcedures.GetXml, device.Name, cancellationToken);
}
