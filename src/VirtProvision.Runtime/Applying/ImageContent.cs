using System.Security.Cryptography;
using VirtProvision.Core.Images;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Applying;

/// <summary>
/// The bytes of an image as its origin serves them, hashed while they are read, and the image inside. Nothing is kept: what is read has passed by.
/// </summary>
internal sealed class ImageContent : IAsyncDisposable
{
    private const int HeadLength = 64 * 1024;
    private readonly List<IAsyncDisposable> _open;
    private readonly HashingStream _served;

    private ImageContent(HashingStream served, List<IAsyncDisposable> open)
    {
        _served = served;
        _open = open;
    }

    /// <summary>Bytes that the origin serves; null when it does not say.</summary>
    public long? ServedLength { get; private init; }

    public string? Compression { get; private set; }

    /// <summary>Of the image inside, by its first bytes, in libvirt's words.</summary>
    public string Format { get; private set; } = "raw";

    /// <summary>The size of the disk inside, where the first bytes tell.</summary>
    public long? VirtualSize { get; private set; }

    /// <summary>Changes when the origin's content does, as far as it tells.</summary>
    public string Version { get; private init; } = "";

    /// <summary>The image, decompressed.</summary>
    public Stream Image { get; private set; } = Stream.Null;

    public long ServedSoFar => _served.Moved;

    /// <exception cref="MediaException">The origin can't be read.</exception>
    public static async Task<ImageContent> OpenAsync(ImageOrigin origin, MediaLimits limits, CancellationToken cancellationToken)
    {
        var open = new List<IAsyncDisposable>();
        try
        {
            var (bytes, length, version) = await OpenOriginAsync(origin, limits, open, cancellationToken).ConfigureAwait(false);
            open.Add(bytes);
            var content = new ImageContent(new HashingStream(bytes, origin.Shown), open) { ServedLength = length, Version = version };
            await content.LookAsync(origin, cancellationToken).ConfigureAwait(false);
            return content;
        }
        catch
        {
            await CloseAsync(open).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads what is left, and gives the SHA-256 of everything that was served.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        // A compressed stream may end before the file that holds it.
        var rest = new byte[HeadLength];
        while (await _served.ReadAsync(rest, cancellationToken).ConfigureAwait(false) > 0)
        {
        }

        return _served.Digest();
    }

    public ValueTask DisposeAsync() => CloseAsync(_open);

    private async Task LookAsync(ImageOrigin origin, CancellationToken cancellationToken)
    {
        var (head, served) = await PeekedStream.PeekAsync(_served, HeadLength, cancellationToken).ConfigureAwait(false);
        Compression = ImageFormat.CompressionOf(head.Span);
        var image = served;
        if (Compression is not null)
        {
            var inside = Decompression.Open(Compression, served, origin.Shown);
            _open.Insert(0, inside);
            (head, image) = await PeekedStream.PeekAsync(inside, HeadLength, cancellationToken).ConfigureAwait(false);
        }

        var ends = head.Length < HeadLength;
        (Format, VirtualSize) = LocalImage.Identify(head.Span, ends ? head.Length : Compression is null ? ServedLength ?? 0 : 0);
        VirtualSize = VirtualSize is 0 ? null : VirtualSize;
        if (LocalImage.IsArchive(head.Span))
        {
            throw new MediaException(MediaFailure.Broken, $"{origin.Shown} is an archive of files, not an image. Unpack it, and give the image.");
        }

        Image = image;
    }

    private static async Task<(Stream Bytes, long? Length, string Version)> OpenOriginAsync(
        ImageOrigin origin, MediaLimits limits, List<IAsyncDisposable> open, CancellationToken cancellationToken)
    {
        if (origin.Volume is { } volume)
        {
            try
            {
                var host = await new LibvirtConnector(origin.Address).ConnectAsync(cancellationToken).ConfigureAwait(false);
                open.Add(host);
                return (await host.DownloadAsync(volume, cancellationToken).ConfigureAwait(false), null, "");
            }
            catch (LibvirtException exception)
            {
                throw new MediaException(MediaFailure.Unreachable, $"{origin.Shown} can't be read: {exception.Message.TrimEnd('.')}.", exception);
            }
        }

        var uri = new Uri(origin.Address, UriKind.Absolute);
        if (uri.IsFile)
        {
            return OpenFile(uri.LocalPath);
        }

        MediaFiles files = uri.Scheme is "ftp" ? new FtpFiles(uri, limits) : new HttpFiles(uri, limits);
        open.Add(files);
        var bytes = await files.OpenAsync("", cancellationToken).ConfigureAwait(false);
        return bytes is HttpContentStream http ? (http, http.ContentLength, http.Version) : (bytes, null, "");
    }

    private static (Stream Bytes, long? Length, string Version) OpenFile(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
            return (file, file.Length, File.GetLastWriteTimeUtc(path).Ticks.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MediaException(MediaFailure.NotFound, $"{path} does not exist.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(MediaFailure.NotPermitted, $"{path} can't be read: {exception.Message}", exception);
        }
    }

    // The last that was opened first: a decompressor before what it reads from.
    private static async ValueTask CloseAsync(List<IAsyncDisposable> open)
    {
        foreach (var item in open.OfType<DecompressingStream>().Concat(open.Where(static item => item is not DecompressingStream).Reverse()))
        {
            await item.DisposeAsync().ConfigureAwait(false);
        }

        open.Clear();
    }

    private sealed class HashingStream(Stream source, string name) : ForwardStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Moved { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await ReadOnceAsync(buffer, cancellationToken).ConfigureAwait(false);
            _hash.AppendData(buffer.Span[..read]);
            Moved += read;
            return read;
        }

        // So that the other host's connection is not taken for the one that is written to.
        private async ValueTask<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            try
            {
                return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is LibvirtException or IOException)
            {
                throw new MediaException(MediaFailure.Truncated, $"{name} broke off after {Moved} bytes: {exception.Message.TrimEnd('.')}.", exception);
            }
        }

        public string Digest() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _hash.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
