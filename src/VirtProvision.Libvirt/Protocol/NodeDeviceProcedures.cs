using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>A device of the host, such as <c>pci_0000_00_1f_2</c>.</summary>
public sealed record NodeDeviceRef(string Name)
{
    internal const int MinimumSize = 4;

    // remote_nonnull_node_device { nonnull_string name; }
    internal static NodeDeviceRef Read(ref XdrReader reader) => new(reader.ReadString("name"));
}

/// <summary>virConnectListAllNodeDeviceFlags: which kinds; none is all.</summary>
[Flags]
public enum NodeDeviceListFlags : uint
{
    All = 0,
    System = 1, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_SYSTEM
    PciDevice = 2, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV
    UsbDevice = 4, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV
    UsbInterface = 8, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_INTERFACE
    Net = 16, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET
    ScsiHost = 32, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_HOST
    ScsiTarget = 64, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_TARGET
    Scsi = 128, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI
    Storage = 256, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_STORAGE
    FibreChannelHost = 512, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_FC_HOST
    Vports = 1024, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPORTS
    ScsiGeneric = 2048, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_GENERIC
    Drm = 4096, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_DRM
    MdevTypes = 8192, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV_TYPES
    Mdev = 16384, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV
    CcwDevice = 32768, // VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCW_DEV
}

/// <summary>Procedures about the host's devices.</summary>
internal static class NodeDeviceProcedures
{
    // remote_connect_list_all_node_devices_args { int need_results; unsigned int flags; }
    // remote_connect_list_all_node_devices_ret { remote_nonnull_node_device devices<REMOTE_NODE_DEVICE_LIST_MAX>; unsigned int ret; }
    public static readonly Procedure<NodeDeviceListFlags, ImmutableArray<NodeDeviceRef>> ListAll = Shapes.ListAll(
        RemoteProcedure.ConnectListAllNodeDevices,
        static (NodeDeviceListFlags flags) => (uint)flags,
        "devices",
        ProtocolLimits.NodeDeviceList,
        NodeDeviceRef.MinimumSize,
        NodeDeviceRef.Read);

    // remote_node_device_lookup_by_name_args { nonnull_string name; } remote_node_device_lookup_by_name_ret { remote_nonnull_node_device dev; }
    public static readonly Procedure<string, NodeDeviceRef> LookupByName = new(
        RemoteProcedure.NodeDeviceLookupByName, static (ref XdrWriter writer, string name) => writer.WriteString(name), NodeDeviceRef.Read);

    // remote_node_device_get_xml_desc_args { nonnull_string name; unsigned int flags; } remote_node_device_get_xml_desc_ret { nonnull_string xml; }
    public static readonly Procedure<string, string> GetXml = new(
        RemoteProcedure.NodeDeviceGetXmlDesc,
        static (ref XdrWriter writer, string name) =>
        {
            writer.WriteString(name);
            writer.WriteUInt32(0);
        },
        static (ref XdrReader reader) => reader.ReadString("xml"));
}
