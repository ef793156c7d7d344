using System.Xml.Linq;
using VirtProvision.Core.Images;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Applying;

/// <summary>
/// Brings an image from its origin straight into a volume: hashed, decompressed and written as it comes, kept nowhere between. The volume counts as absent until
/// its digest is found right, and is removed when it is not.
/// </summary>
internal sealed class ImageFetch(IHypervisor host, VolumeContent volumes, IProgress<ApplyProgress>? progress)
{
    private const string ReadOnlyMode = "0444";

    // What libvirt knows of images inside files.
    private static readonly string[] s_readable = ["raw", "iso", "qcow2", "qcow", "vmdk", "vdi"];

    public async Task RunAsync(FetchImage fetch, CancellationToken cancellationToken)
    {
        var image = await ImageContent.OpenAsync(fetch.Origin, MediaLimits.Usual, cancellationToken).ConfigureAwait(false);
        await using (image.ConfigureAwait(false))
        {
            var format = fetch.Xml.Element("target")?.Element("format")?.Attribute("type")?.Value ?? image.Format;
            CheckFormat(fetch, image);
            var pool = await host.ReadXmlAsync(new ResourceId(ResourceKind.StoragePool, fetch.Resource.Pool!), XmlView.Live, CancellationToken.None).ConfigureAwait(false);
            CheckRoom(fetch, image, pool);
            await volumes.MakeAsync(fetch.Resource, async isFile =>
            {
                var xml = isFile && IsOwnedByRoot(pool) ? AsReadOnly(fetch.Xml) : fetch.Xml;
                if (format == image.Format || (image.Format is "iso" && format is "raw"))
                {
                    await StoreAsync(fetch, fetch.Resource, xml, image, isFile, cancellationToken).ConfigureAwait(false);
                    await volumes.RefreshAsync(fetch.Resource, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await ConvertAsync(fetch, xml, image, isFile, cancellationToken).ConfigureAwait(false);
                }
            }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends only when the digest is right.</summary>
    private async Task StoreAsync(FetchImage fetch, ResourceId volume, XElement xml, ImageContent image, bool isFile, CancellationToken cancellationToken)
    {
        // An image that was compressed tells its length at its end; a file grows with what is written to it.
        var length = image.Compression is null ? image.ServedLength ?? 0 : 0;
        await host.CreateVolumeAsync(volume, isFile ? VolumeContent.AsEmptyFile(xml, length) : XmlText.Write(xml), CancellationToken.None).ConfigureAwait(false);
        await host.UploadAsync(volume, new ReportingStream(fetch.Resource, image, progress), sparse: isFile, cancellationToken).ConfigureAwait(false);
        var actual = await image.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (actual != fetch.Sha256)
        {
            throw new ImageException(span => ApplyDiagnostics.ImageWrongDigest(span, fetch.Name, fetch.Origin.Shown, fetch.Sha256, actual));
        }
    }

    /// <summary>Through a volume beside it, which the host itself converts.</summary>
    private async Task ConvertAsync(FetchImage fetch, XElement xml, ImageContent image, bool isFile, CancellationToken cancellationToken)
    {
        if (!isFile)
        {
            throw Unknown(fetch, $"it is {image.Format}, and the pool \"{fetch.Resource.Pool}\" holds no files in which it could be converted. Keep it in a pool of the type dir.");
        }

        var original = fetch.Resource with { Name = fetch.Resource.Name + ".virtprovision-source" };
        await volumes.RemoveAsync(original).ConfigureAwait(false);
        try
        {
            await StoreAsync(fetch, original, new XElement("volume", new XElement("name", original.Name)), image, isFile, cancellationToken).ConfigureAwait(false);

            // By that libvirt finds the format.
            await host.RefreshPoolAsync(new ResourceId(ResourceKind.StoragePool, fetch.Resource.Pool!), cancellationToken).ConfigureAwait(false);
            var found = await host.ReadXmlAsync(original, XmlView.Inactive, CancellationToken.None).ConfigureAwait(false);
            var converted = new XElement(xml);
            converted.Elements("capacity").Remove();
            converted.Add(new XElement(found?.Element("capacity") ?? new XElement("capacity", 0)));
            progress?.Report(new ApplyProgress(fetch.Resource, ApplyStage.Operation, "converting"));
            var copy = host.CloneVolumeAsync(fetch.Resource, XmlText.Write(converted), original, reflink: false, CancellationToken.None);
            await volumes.WatchAsync(copy, fetch.Resource, static () => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await volumes.RemoveAsync(original).ConfigureAwait(false);
        }
    }

    private static void CheckFormat(FetchImage fetch, ImageContent image)
    {
        if (!s_readable.Contains(image.Format))
        {
            throw Unknown(fetch, $"it is {image.Format}, which libvirt does not read. Convert it with qemu-img convert, and give that.");
        }

        var told = fetch.Origin.Volume is null ? ImageFormat.OfName(ImageSource.FileName(fetch.Origin.Address)) : null;
        if (image.Format is "raw" && told is not (null or "raw" or "iso"))
        {
            throw Unknown(fetch, $"its name says {told}, and its first bytes are those of no {told} image. Look what the server sends.");
        }
    }

    private static void CheckRoom(FetchImage fetch, ImageContent image, XElement? pool)
    {
        // Of a raw image nobody knows how much of it is zeros, which take no space.
        if (image is { Compression: null, Format: not "raw", ServedLength: { } needed } && pool?.Element("available") is { } free && ByteSize.Of(free) is { } available && available < needed)
        {
            throw new ImageException(span => ApplyDiagnostics.PoolTooSmall(span, fetch.Resource, needed, available));
        }
    }

    // Root writes to it whatever its mode; the daemon of an ordinary user could not.
    private static bool IsOwnedByRoot(XElement? pool) => pool?.Element("target")?.Element("permissions")?.Element("owner")?.Value is "0";

    private static XElement AsReadOnly(XElement volume)
    {
        var copy = new XElement(volume);
        var target = copy.Element("target");
        if (target is null)
        {
            copy.Add(target = new XElement("target"));
        }

        if (target.Element("permissions") is null)
        {
            target.Add(new XElement("permissions", new XElement("mode", ReadOnlyMode)));
        }

        return copy;
    }

    private static ImageException Unknown(FetchImage fetch, string why) => new(span => ApplyDiagnostics.ImageUnknownFormat(span, fetch.Name, fetch.Origin.Shown, why));

    private sealed class ReportingStream(ResourceId volume, ImageContent image, IProgress<ApplyProgress>? progress) : ForwardStream
    {
        private const long Step = 4 * 1024 * 1024;
        private long _next = Step;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await image.Image.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (image.ServedSoFar >= _next)
            {
                _next = image.ServedSoFar + Step;
                progress?.Report(new ApplyProgress(volume, ApplyStage.Transfer, null, image.ServedSoFar, Math.Max(image.ServedLength ?? 0, image.ServedSoFar)));
            }

            return read;
        }
    }
}
