using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Installing;

/// <summary>A file that the installation brings to the host as a volume: a kernel, an initial RAM disk, a seed.</summary>
/// <param name="Volume">The volume; its <c>source.path</c> is the file in the <see cref="Spool"/>.</param>
/// <param name="Path">That file.</param>
/// <param name="WriteAsync">Writes the content.</param>
public sealed record InstallUpload(ResourceSpec Volume, string Path, Func<Stream, CancellationToken, Task> WriteAsync)
{
    /// <summary>Nobody needs it once the guest runs.</summary>
    public bool OnlyForStart { get; init; }
}
