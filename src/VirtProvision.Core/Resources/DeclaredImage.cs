using VirtProvision.Core.Images;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>An image that specs fetch from elsewhere.</summary>
/// <param name="Name">What the specs call it; an image given by its URL alone is called after the file.</param>
/// <param name="Source">Where it comes from, as lock files write it.</param>
/// <param name="Pool">The pool it is kept in.</param>
/// <param name="Sha256">As the spec gives it; null when a lock file has to.</param>
/// <param name="SumsUrl">The checksum file that the spec names.</param>
/// <param name="Format">To keep it in, as the spec says; null to keep it as it comes.</param>
/// <param name="Span">Where the source is declared.</param>
public sealed record DeclaredImage(string Name, string Source, string Pool, string? Sha256, string? SumsUrl, string? Format, TextSpan Span)
{
    /// <summary>What the lock file says of it.</summary>
    public LockedImage? Locked { get; init; }

    /// <summary>The volume of another host that it is; null for a URL.</summary>
    public (string Uri, ResourceId Volume)? Remote { get; init; }

    /// <summary>The volume on the host; null while the content is not known.</summary>
    public ResourceId? Volume { get; init; }

    /// <summary>The folder of its spec, where the lock file is.</summary>
    public string? Folder => Span.File.Folder;
}
