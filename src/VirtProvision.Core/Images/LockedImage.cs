namespace VirtProvision.Core.Images;

/// <summary>What a lock file says of one image.</summary>
/// <param name="Origin">The URL, or for a volume of another host <see cref="ImageSource.OfVolume"/>.</param>
/// <param name="Sha256">Of the bytes as the source serves them, compressed if they are; lower-case hex.</param>
/// <param name="Size">Those bytes; null when the source did not say.</param>
/// <param name="Format">Of the image inside, in libvirt's words.</param>
/// <param name="Locked">When the source was looked at.</param>
public sealed record LockedImage(string Origin, string Sha256, long? Size, string Format, DateTimeOffset Locked)
{
    /// <summary><c>gz</c>, <c>xz</c> or <c>zst</c>; null when the image is served as it is.</summary>
    public string? Compression { get; init; }

    /// <summary>By which the server tells one content from the next: an ETag, a time.</summary>
    public string? Version { get; init; }
}
