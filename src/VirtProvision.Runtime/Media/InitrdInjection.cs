using System.IO.Compression;
using System.Security.Cryptography;

namespace VirtProvision.Runtime.Media;

/// <summary>Appends an archive to an initrd: Linux unpacks several in a row, each compressed in its own way.</summary>
internal static class InitrdInjection
{
    public static InstallFile Into(InstallFile initrd, ImmutableArray<InjectedFile> files)
    {
        var archive = CpioArchive.Of(files);
        return new InstallFile(
            initrd.Name,
            initrd.Origin,
            $"{initrd.Fingerprint}+{Convert.ToHexStringLower(SHA256.HashData(archive))}",
            length: null,
            async cancellationToken => new AppendedStream(await initrd.OpenAsync(cancellationToken).ConfigureAwait(false), Compress(archive)))
        {
            // The tree's sum is of the initrd as it was.
            Sha256 = null,
        };
    }

    private static byte[] Compress(byte[] archive)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(archive);
        }

        return compressed.ToArray();
    }
}
