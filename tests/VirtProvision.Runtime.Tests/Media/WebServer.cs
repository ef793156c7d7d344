using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VirtProvision.Runtime.Tests.Media;

/// <param name="Headers">Names in lower case.</param>
internal sealed record WebRequest(string Method, string Path, Dictionary<string, string> Headers)
{
    /// <summary>The first byte that is asked for; null when all are.</summary>
    public long? From => Headers.TryGetValue("range", out var range) ? long.Parse(range["bytes=".Length..].Split('-')[0], System.Globalization.CultureInfo.InvariantCulture) : null;
}

/// <summary>A web server that does to a connection what a test says: answers, cuts, falls silent. One request per connection.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<WebRequest, Stream, CancellationToken, Task> _answer;
    private readonly Task _serving;

    public WebServer(Func<WebRequest, Stream, Task> answer)
        : this((request, stream, _) => answer(request, stream))
    {
    }

    /// <param name="answer">Its token is cancelled when the test is over: what falls silent waits for it.</param>
    public WebServer(Func<WebRequest, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/tree/";

    public List<string> Requests { get; } = [];

    /// <summary>Serves files by path below /tree/, with ranges; 404 for all else.</summary>
    public static WebServer Of(params (string Path, byte[] Content)[] files)
    {
        var content = files.ToDictionary(static file => "/tree/" + file.Path, static file => file.Content);
        return new WebServer((request, stream) => content.TryGetValue(request.Path, out var bytes) ? SendAsync(stream, request, bytes) : RefuseAsync(stream, 404));
    }

    public static async Task SendAsync(Stream stream, WebRequest request, byte[] content, int? cutAfter = null, string type = "application/octet-stream", string etag = "\"1\"")
    {
        var from = (int)(request.From ?? 0);
        var status = request.From is null ? "200 OK" : $"206 Partial Content\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}";
        await WriteAsync(stream, $"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: {type}\r\nETag: {etag}\r\nContent-Length: {content.Length - from}\r\n\r\n");
        if (request.Method is not "HEAD")
        {
            await stream.WriteAsync(content.AsMemory(from, Math.Min(cutAfter ?? int.MaxValue, content.Length - from)));
        }
    }

    public static Task RefuseAsync(Stream stream, int status, string headers = "") =>
        WriteAsync(stream, $"HTTP/1.1 {status} Because\r\nConnection: close\r\nContent-Length: 0\r\n{headers}\r\n");

    public static Task WriteAsync(Stream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                clients.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                if (await reader.ReadLineAsync(_stop.Token) is not { Length: > 0 } line)
                {
                    return;
                }

                var headers = new Dictionary<string, string>();
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
                {
                    headers[header.Split(':')[0].ToLowerInvariant()] = header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
                }

                lock (Requests)
                {
                    Requests.Add(line.Replace(" HTTP/1.1", "", StringComparison.Ordinal));
                }

                var parts = line.Split(' ');
                await _answer(new WebRequest(parts[0], Uri.UnescapeDataString(parts[1]), headers), stream, _stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
