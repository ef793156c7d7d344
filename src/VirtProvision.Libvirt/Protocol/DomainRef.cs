using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>A domain on the wire. The server keeps no handles: one may be built from a name and UUID that are known, and the UUID decides.</summary>
/// <param name="Id">-1 while it isn't running.</param>
public sealed record DomainRef(string Name, Guid Uuid, int Id = -1)
{
    internal const int MinimumSize = 24;

    public bool IsActive => Id != -1;

    // remote_nonnull_domain { nonnull_string name; uuid uuid; int id; }
    internal static DomainRef Read(ref XdrReader reader) => new(reader.ReadString("name"), reader.ReadUuid("uuid"), reader.ReadInt32("id"));

    internal static void Write(ref XdrWriter writer, DomainRef domain)
    {
        writer.WriteString(domain.Name);
        writer.WriteUuid(domain.Uuid);
        writer.WriteInt32(domain.Id);
    }
}
