using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>A storage pool on the wire; the UUID decides (the test driver goes by the name).</summary>
public sealed record StoragePoolRef(string Name, Guid Uuid)
{
    internal const int MinimumSize = 20;

    // remote_nonnull_storage_pool { nonnull_string name; uuid uuid; }
    internal static StoragePoolRef Read(ref XdrReader reader) => new(reader.ReadString("name"), reader.ReadUuid("uuid"));

    internal static void Write(ref XdrWriter writer, StoragePoolRef pool)
    {
        writer.WriteString(pool.Name);
        writer.WriteUuid(pool.Uuid);
    }
}
