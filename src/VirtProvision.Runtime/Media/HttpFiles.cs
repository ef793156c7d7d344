using System.Net;

namespace VirtProvision.Runtime.Media;

/// <summary>A tree on a web server.</summary>
internal sealed class HttpFiles(Uri location, MediaLimits limits) : MediaFiles
{
    private readonly HttpFetch _fetch = new(limits);
    private readonly Uri _root = location.AbsolutePath.EndsWith('/') ? location : new UriBuilder(location) { Path = location.AbsolutePath + "/" }.Uri;

    public override string NameOf(string path) => HttpFetch.Shown(UriOf(path));

    public override async Task<MediaFile?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var uri = UriOf(path);
        using var head = await _fetch.SendAsync(HttpMethod.Head, uri, null, null, cancellationToken).ConfigureAwait(false);
        if (head.StatusCode is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented or HttpStatusCode.BadRequest))
        {
            return FileOf(path, uri, head);
        }

        // A server that knows no HEAD: the beginning of the answer to GET says as much.
        using var get = await _fetch.SendAsync(HttpMethod.Get, uri, null, null, cancellationToken).ConfigureAwait(false);
        return FileOf(path, uri, get);
    }

    public override async Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var uri = UriOf(path);
        return new HttpContentStream(_fetch, uri, await _fetch.GetAsync(uri, null, null, cancellationToken).ConfigureAwait(false));
    }

    public override ValueTask DisposeAsync()
    {
        _fetch.Dispose();
        return ValueTask.CompletedTask;
    }

    private static MediaFile? FileOf(string path, Uri uri, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            var refusal = HttpFetch.Refusal(uri, response);
            return refusal.Failure is MediaFailure.NotFound ? null : throw refusal;
        }

        // A portal or a site of one page answers with that page whatever is asked for; it is no kernel.
        if (response.Content.Headers.ContentType?.MediaType is "text/html")
        {
            return null;
        }

        var headers = response.Content.Headers;
        return new MediaFile(path, headers.ContentLength, response.Headers.ETag?.Tag ?? headers.LastModified?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "");
    }

    // Without a path it is the location itself, with the query that it may have.
    private Uri UriOf(string path) => path.Length == 0 ? location : new(_root, string.Join('/', path.TrimStart('/').Split('/').Select(Uri.EscapeDataString)));
}
