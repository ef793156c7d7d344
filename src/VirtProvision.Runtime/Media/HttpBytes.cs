using System.Net;
using System.Net.Http.Headers;

namespace VirtProvision.Runtime.Media;

/// <summary>An image on a web server, of which only single pieces are fetched.</summary>
internal sealed class HttpBytes(Uri uri, MediaLimits limits) : MediaBytes
{
    // More than that is not skipped to reach a piece, where a server sends the whole file or nothing.
    private const long SkipLimit = 1024 * 1024;

    // The volume descriptors are asked for one by one and lie together.
    private const int Piece = 64 * 1024;

    private readonly HttpFetch _fetch = new(limits);
    private byte[] _piece = [];
    private long _pieceStart;
    private long? _length;
    private string _version = "";

    public override string Name => HttpFetch.Shown(uri);

    public override long? Length => _length;

    public override string Version => _version;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
    {
        var done = 0;
        while (done < buffer.Length)
        {
            var at = offset + done;
            if (at < _pieceStart || at >= _pieceStart + _piece.Length)
            {
                _piece = await FetchAsync(at, cancellationToken).ConfigureAwait(false);
                _pieceStart = at;
                if (_piece.Length == 0)
                {
                    break;
                }
            }

            var part = _piece.AsMemory((int)(at - _pieceStart));
            part = part[..Math.Min(part.Length, buffer.Length - done)];
            part.CopyTo(buffer[done..]);
            done += part.Length;
        }

        return done;
    }

    public override ValueTask DisposeAsync()
    {
        _fetch.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<byte[]> FetchAsync(long offset, CancellationToken cancellationToken)
    {
        using var response = await _fetch.SendAsync(HttpMethod.Get, uri, (offset, offset + Piece - 1), null, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return [];
        }

        if (!response.IsSuccessStatusCode)
        {
            throw HttpFetch.Refusal(uri, response);
        }

        var isPart = response.StatusCode is HttpStatusCode.PartialContent;
        Note(response, isPart);
        var skip = isPart ? 0 : offset;
        if (skip > SkipLimit)
        {
            throw new MediaException(MediaFailure.Refused, $"{Name}: the server sends only whole files (it knows no Range), so the image can't be looked into.");
        }

        var content = new HttpContentStream(_fetch, uri, response);
        await using (content.ConfigureAwait(false))
        {
            var bytes = new byte[skip + Piece];
            var read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return read <= skip ? [] : bytes[(int)skip..read];
        }
    }

    private void Note(HttpResponseMessage response, bool isPart)
    {
        HttpContentHeaders headers = response.Content.Headers;
        _length = isPart ? headers.ContentRange?.Length : headers.ContentLength;
        _version = response.Headers.ETag?.Tag ?? headers.LastModified?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "";
    }
}
