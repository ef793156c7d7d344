using VirtProvision.Core.Cloning;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Cloning;

/// <summary>Which domain is cloned, and how.</summary>
/// <param name="Original">Its name on the host; null for one that is only a file.</param>
/// <param name="OriginalXml">That file.</param>
public sealed record CloneOrder(string? Original, SourceFile? OriginalXml, CloneRequest Request)
{
    /// <summary>How many clones are made at once.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Whether virt-sysprep takes the original's identity out of the clones' disks.</summary>
    public bool UsesSysprep { get; init; }

    /// <summary>How the clones are started when they are made; null: they stay off.</summary>
    public GuestStart? Start { get; init; }
}
