using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>A storage volume on the wire: the server goes by pool and name. The key (mostly the path) may be left empty in one that is built here.</summary>
public sealed record StorageVolumeRef(string Pool, string Name, string Key = "")
{
    internal const int MinimumSize = 12;

    // remote_nonnull_storage_vol { nonnull_string pool; nonnull_string name; nonnull_string key; }
    internal static StorageVolumeRef Read(ref XdrReader reader) => new(reader.ReadString("pool"), reader.ReadString("name"), reader.ReadString("key"));

    internal static void Write(ref XdrWriter writer, StorageVolumeRef volume)
    {
        writer.WriteString(volume.Pool);
        writer.WriteString(volume.Name);
        writer.WriteString(volume.Key);
    }
}
