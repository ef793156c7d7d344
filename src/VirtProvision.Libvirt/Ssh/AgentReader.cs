using System.Buffers.Binary;

namespace VirtProvision.Libvirt.Ssh;

/// <summary>An answer of an ssh agent, taken apart.</summary>
internal ref struct AgentReader
{
    private ReadOnlySpan<byte> _rest;

    /// <exception cref="IOException">It is not the answer that was asked for.</exception>
    public AgentReader(byte[] answer, byte expected) =>
        _rest = answer[0] == expected ? answer.AsSpan(1) : throw new IOException("The ssh agent refuses.");

    public uint ReadUInt32()
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(Take(4));
        return value;
    }

    public byte[] ReadString()
    {
        var length = ReadUInt32();
        return Take(length).ToArray();
    }

    private ReadOnlySpan<byte> Take(uint length)
    {
        if (length > _rest.Length)
        {
            throw new IOException("The ssh agent's answer ends too early.");
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
