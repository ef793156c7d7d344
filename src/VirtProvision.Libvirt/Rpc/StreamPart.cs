namespace VirtProvision.Libvirt.Rpc;

/// <summary>What a sparse stream gave: bytes, a hole (a run of zeros that takes no room), or the end.</summary>
public readonly record struct StreamPart(StreamPartKind Kind, long Length);

public enum StreamPartKind
{
    End,
    Data,
    Hole,
}
