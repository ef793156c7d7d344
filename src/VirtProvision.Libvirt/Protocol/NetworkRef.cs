using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>A network on the wire; the UUID decides (the test driver goes by the name).</summary>
public sealed record NetworkRef(string Name, Guid Uuid)
{
    internal const int MinimumSize = 20;

    // remote_nonnull_network { nonnull_string name; uuid uuid; }
    internal static NetworkRef Read(ref XdrReader reader) => new(reader.ReadString("name"), reader.ReadUuid("uuid"));

    internal static void Write(ref XdrWriter writer, NetworkRef network)
    {
        writer.WriteString(network.Name);
        writer.WriteUuid(network.Uuid);
    }
}
