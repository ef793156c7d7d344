using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>Argument and reply shapes that many procedures share.</summary>
internal static class Shapes
{
    /// <summary><c>{ int need_results; unsigned int flags; }</c> → <c>{ T items&lt;max&gt;; unsigned int ret; }</c></summary>
    public static Procedure<TFlags, ImmutableArray<T>> ListAll<TFlags, T>(
        RemoteProcedure procedure, Func<TFlags, uint> bits, string field, int limit, int minimumSize, XdrRead<T> read) => new(
            procedure,
            (ref XdrWriter writer, TFlags flags) =>
            {
                writer.WriteInt32(1);
                writer.WriteUInt32(bits(flags));
            },
            (ref XdrReader reader) => ReadList(ref reader, field, limit, minimumSize, read));

    /// <summary>The items and, after them, their number once more.</summary>
    public static ImmutableArray<T> ReadList<T>(ref XdrReader reader, string field, int limit, int minimumSize, XdrRead<T> read)
    {
        var items = reader.ReadArray(field, limit, minimumSize, read);
        reader.ReadUInt32("ret");
        return items;
    }
}
