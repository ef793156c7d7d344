using System.Security.Cryptography;

namespace VirtProvision.Core.Seeding;

/// <summary>An image as the host keeps it: a storage volume beside the guest's first disk, never a temporary file of whoever ran the command.</summary>
/// <param name="Name">Begins with the domain's name and ends with what the content hashes to: the same seed is the same volume.</param>
public sealed record SeedVolume(string Name, SeedImage Image)
{
    /// <summary>Bytes; also the volume's capacity. Its format is raw.</summary>
    public long Length => Image.Length;

    /// <param name="purpose">What is on it, in one word: <c>cidata</c>, <c>unattended</c>.</param>
    public static SeedVolume For(string domain, string purpose, SeedImage image)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(image.ToArray()))[..12];
        return new SeedVolume($"{domain}-{purpose}-{hash}.iso", image);
    }

    /// <summary>Writes all <see cref="Length"/> bytes from first to last.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken = default) =>
        stream.WriteAsync(Image.ToArray().AsMemory(), cancellationToken).AsTask();
}
