using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Images;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Images;

/// <summary>Asks origins what they serve now, without keeping it.</summary>
internal static class ImageLookup
{
    /// <summary>
    /// What a lock file is to say of an image. Where the spec names a checksum file, or the digest itself, only the first bytes are read; else all of it.
    /// </summary>
    /// <returns>Null with a finding when the origin fails.</returns>
    public static async Task<LockedImage?> ReadAsync(DeclaredImage image, DateTimeOffset now, DiagnosticBag diagnostics, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var published = image.Sha256 ?? await PublishedAsync(image, diagnostics, cancellationToken).ConfigureAwait(false);
            if (published is null && image.SumsUrl is not null)
            {
                return null;
            }

            var content = await ImageContent.OpenAsync(OriginOf(image), MediaLimits.Usual, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                progress?.Report(new ApplyProgress(image.Volume ?? new ResourceId(Core.Kinds.ResourceKind.StorageVolume, image.Name, image.Pool), ApplyStage.Operation, published is null ? "hashing" : "looking at"));
                var digest = published ?? await content.FinishAsync(cancellationToken).ConfigureAwait(false);
                return new LockedImage(image.Source, digest, published is null ? content.ServedSoFar : content.ServedLength, content.Format, now)
                {
                    Compression = content.Compression,
                    Version = content.Version.Length is 0 ? null : content.Version,
                };
            }
        }
        catch (MediaException exception)
        {
            diagnostics.Add(ImagesDiagnostics.NotReadable(image.Span, image.Name, exception.Message));
            return null;
        }
    }

    /// <summary>What the checksum file says; null where the spec names none, or with a finding when the file does not list the image.</summary>
    public static async Task<string?> PublishedAsync(DeclaredImage image, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        if (image.SumsUrl is not { } url)
        {
            return null;
        }

        if (!ImageSource.IsUrl(url))
        {
            diagnostics.Add(ImageDiagnostics.NotAUrl(image.Span, url));
            return null;
        }

        var content = await ImageContent.OpenAsync(new ImageOrigin(url, null), MediaLimits.Usual, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var name = ImageSource.FileName(image.Source);
            var found = ChecksumFile.Find(await TextAsync(content.Image, cancellationToken).ConfigureAwait(false), name);
            if (found is null)
            {
                diagnostics.Add(ImagesDiagnostics.NotListed(image.Span, name, ImageSource.Shown(url)));
            }

            return found;
        }
    }

    /// <summary>By what the server tells one content from the next now; empty when it does not tell.</summary>
    public static async Task<string> VersionAsync(DeclaredImage image, CancellationToken cancellationToken)
    {
        if (image.Remote is not null)
        {
            return "";
        }

        // Headers are read before any content: opening asks for no more than the server has sent by then.
        var content = await ImageContent.OpenAsync(OriginOf(image), MediaLimits.Usual, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            return content.Version;
        }
    }

    public static ImageOrigin OriginOf(DeclaredImage image) => image.Remote is var (uri, volume) ? new ImageOrigin(uri, volume) : new ImageOrigin(image.Source, null);

    private static async Task<string> TextAsync(Stream content, CancellationToken cancellationToken)
    {
        // Lists of whole mirrors have some hundred KiB; a server that answers with something huge shall not fill the memory.
        var buffer = new byte[4 * 1024 * 1024];
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read);
    }
}
