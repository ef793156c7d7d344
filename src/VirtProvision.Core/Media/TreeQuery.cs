namespace VirtProvision.Core.Media;

/// <summary>For whom a kernel is looked for in an install tree.</summary>
/// <param name="Arch">The guest's architecture as libvirt writes it: <c>x86_64</c>, <c>i686</c>, <c>aarch64</c> …</param>
/// <param name="IsXen">The guest is paravirtualised by Xen, which needs a kernel of its own in older trees.</param>
public sealed record TreeQuery(string Arch, bool IsXen = false)
{
    /// <summary>What osinfo-db says for the medium it recognised; tried first.</summary>
    public BootFiles? FromOsinfo { get; init; }

    /// <summary>What the user named: <c>--location URL,kernel=…,initrd=…</c>. Nothing else is tried then.</summary>
    public BootFiles? Chosen { get; init; }
}
