using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>
/// Requests with deadlines, and what goes wrong with them in our words. Proxies come from http_proxy, https_proxy, all_proxy and no_proxy;
/// further certificate authorities from SSL_CERT_FILE and SSL_CERT_DIR.
/// </summary>
internal sealed class HttpFetch : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _client;
    private readonly MediaLimits _limits;

    public HttpFetch(MediaLimits limits)
    {
        _limits = limits;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = limits.Connect,
            AutomaticDecompression = DecompressionMethods.None, // an initrd.gz shall stay what it is
            MaxAutomaticRedirections = 10,
            MaxConnectionsPerServer = 6,
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("virt-provision", typeof(HttpFetch).Assembly.GetName().Version?.ToString(2)));
    }

    public MediaLimits Limits => _limits;

    /// <summary>The answer's first lines; its status may be any. A connection that ends before them is tried again: nothing but reading is asked for.</summary>
    /// <param name="range">The first byte wanted, and the last; null for all from the first.</param>
    /// <exception cref="MediaException">The server can't be reached, or does not answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri uri, (long First, long? Last)? range, RangeConditionHeaderValue? ifUnchanged, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, Bare(uri)) { Headers = { Authorization = Credentials(uri) } };
            if (range is var (first, last))
            {
                request.Headers.Range = new RangeHeaderValue(first, last);
                request.Headers.IfRange = ifUnchanged;
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(_limits.Answer);
            try
            {
                return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new MediaException(MediaFailure.TimedOut, $"{Shown(uri)}: no answer within {_limits.Answer.TotalSeconds:0} s.", exception);
            }
            catch (HttpRequestException exception) when (attempt <= _limits.Resumptions && HasBrokenOff(exception))
            {
                await Task.Delay(s_pause * attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException exception)
            {
                throw Unreachable(uri, exception);
            }
        }
    }

    /// <summary>An answer that has the file as its body.</summary>
    /// <exception cref="MediaException">Also when the server has no such file, or refuses it.</exception>
    public async Task<HttpResponseMessage> GetAsync(
        Uri uri, (long First, long? Last)? range, RangeConditionHeaderValue? ifUnchanged, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HttpMethod.Get, uri, range, ifUnchanged, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw Refusal(uri, response);
        }
    }

    public static MediaException Refusal(Uri uri, HttpResponseMessage response)
    {
        var status = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new(MediaFailure.NotFound, $"{Shown(uri)} does not exist: the server answered {status}."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(MediaFailure.NotPermitted, $"{Shown(uri)} may not be read: the server answered {status}."),
            HttpStatusCode.ProxyAuthenticationRequired => new(MediaFailure.NotPermitted, $"{Shown(uri)} may not be read: the proxy answered {status}."),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new(
                MediaFailure.Refused, $"{Shown(uri)} redirects to {response.Headers.Location?.ToString() ?? "nowhere"}, which is not followed. If you trust that, give it as the location."),
            _ => new(MediaFailure.Refused, $"{Shown(uri)}: the server answered {status}."),
        };
    }

    /// <summary>What changes when the content does: an ETag, else the time of the last change; empty when the server tells neither.</summary>
    public static string VersionOf(HttpResponseMessage response) =>
        response.Headers.ETag?.Tag ?? response.Content.Headers.LastModified?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Without its password.</summary>
    public static string Shown(Uri uri) => Bare(uri).AbsoluteUri;

    public void Dispose() => _client.Dispose();

    private static Uri Bare(Uri uri) => uri.UserInfo.Length == 0 ? uri : new UriBuilder(uri) { UserName = "", Password = "" }.Uri;

    private static AuthenticationHeaderValue? Credentials(Uri uri) =>
        uri.UserInfo.Length == 0 ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo))));

    // Busy servers do this to some of the connections that come all at once.
    private static bool HasBrokenOff(HttpRequestException exception) =>
        exception.HttpRequestError is HttpRequestError.ResponseEnded || exception.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset };

    private static MediaException Unreachable(Uri uri, HttpRequestException exception) => new(
        exception.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError ? MediaFailure.Refused : MediaFailure.Unreachable,
        $"{Shown(uri)} can't be fetched: {Reason(uri, exception)}.",
        exception);

    private static string Reason(Uri uri, HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"there is no host {uri.Host}",
        HttpRequestError.ConnectionError => $"no connection, {Innermost(exception)}",
        HttpRequestError.SecureConnectionError => $"no TLS connection, {Innermost(exception)}; a certificate authority of your own is named by SSL_CERT_FILE",
        HttpRequestError.ProxyTunnelError => $"the proxy makes no connection, {Innermost(exception)}",
        HttpRequestError.ResponseEnded => "the connection ended before the answer",
        _ => Innermost(exception),
    };

    private static string Innermost(Exception exception) => exception.GetBaseException().Message.TrimEnd('.');
}
