using System.Net;
using System.Net.Http.Headers;

namespace VirtProvision.Runtime.Media;

/// <summary>
/// A file that a server sends. One that breaks off is taken up again where it stopped, if the server can and the file is still the same; a server that
/// falls silent ends it.
/// </summary>
internal sealed class HttpContentStream : ForwardStream
{
    private readonly HttpFetch _fetch;
    private readonly Uri _uri;
    private readonly RangeConditionHeaderValue? _sameFile;
    private readonly bool _canResume;
    private readonly long? _length;
    private HttpResponseMessage _response;
    private Stream? _body;
    private long _position;
    private int _resumptions;

    public HttpContentStream(HttpFetch fetch, Uri uri, HttpResponseMessage response)
    {
        _fetch = fetch;
        _uri = uri;
        _response = response;
        _length = response.Content.Headers.ContentLength;
        _sameFile = response.Headers.ETag is { IsWeak: false } tag ? new RangeConditionHeaderValue(tag)
            : response.Content.Headers.LastModified is { } modified ? new RangeConditionHeaderValue(modified)
            : null;
        Version = HttpFetch.VersionOf(response);
        _canResume = _length is not null && _sameFile is not null;
    }

    /// <summary>Bytes in all; null when the server does not say.</summary>
    public long? ContentLength => _length;

    /// <summary>Changes when the content does; empty when the server does not tell.</summary>
    public string Version { get; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var read = await ReadOnceAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read > 0 || buffer.IsEmpty || _length is null || _position == _length)
                {
                    _position += read;
                    _resumptions = 0;
                    return read;
                }
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException && CanTryAgain)
            {
                // Taken up again below.
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException)
            {
                throw CutOff(exception);
            }

            await ResumeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _response.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool CanTryAgain => _canResume && _resumptions < _fetch.Limits.Resumptions;

    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_fetch.Limits.Silence);
        try
        {
            _body ??= await _response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
            return await _body.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MediaException(
                MediaFailure.TimedOut, $"{HttpFetch.Shown(_uri)}: nothing more came for {_fetch.Limits.Silence.TotalSeconds:0} s, after {_position} bytes.", exception);
        }
    }

    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        if (!CanTryAgain)
        {
            throw CutOff(null);
        }

        _resumptions++;
        var response = await _fetch.GetAsync(_uri, (_position, null), _sameFile, cancellationToken).ConfigureAwait(false);

        // 200 instead of 206: the file is another by now, or the server can't go on in the middle.
        if (response.StatusCode is not HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != _position)
        {
            response.Dispose();
            throw response.StatusCode is HttpStatusCode.OK && HttpFetch.VersionOf(response) is { Length: > 0 } version && version != Version
                ? new MediaException(MediaFailure.Changed, $"{HttpFetch.Shown(_uri)} changed on the server while it was read, after {_position} bytes.")
                : CutOff(null);
        }

        _response.Dispose();
        (_response, _body) = (response, null);
    }

    private MediaException CutOff(Exception? exception) => new(
        MediaFailure.Truncated,
        _length is null
            ? $"{HttpFetch.Shown(_uri)} broke off after {_position} bytes."
            : $"{HttpFetch.Shown(_uri)} broke off after {_position} of {_length} bytes.",
        exception);
}
