using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VirtProvision.Runtime.Tests.Media;

/// <summary>As much of an FTP server as a client in passive mode meets. One control connection serves one file.</summary>
internal sealed class FtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, byte[]> _files;
    private readonly Task _serving;

    public FtpServer(params (string Path, byte[] Content)[] files)
    {
        _files = files.ToDictionary(static file => file.Path, static file => file.Content);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"ftp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/pub/";

    public bool KnowsEpsv { get; init; } = true;

    public bool KnowsSize { get; init; } = true;

    public string Password { get; init; } = "virt-provision@";

    public int? CutAfter { get; init; }

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
        using var _ = client;
        using var data = new TcpListener(IPAddress.Loopback, 0);
        try
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
            Task Say(string line) => stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), _stop.Token).AsTask();
            await Say("220-Welcome\r\n 220 is no end, and neither is\r\n221 that\r\n220 Ready");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var (verb, argument) = line.Split(' ', 2) is [var first, var rest] ? (first, rest) : (line, "");
                _files.TryGetValue(argument, out var content);
                switch (verb)
                {
                    case "USER":
                        await Say("331 Password, please");
                        break;
                    case "PASS":
                        await Say(argument == Password ? "230 In" : "530 Out");
                        break;
                    case "TYPE":
                        await Say("200 Binary");
                        break;
                    case "SIZE" when KnowsSize:
                        await Say(content is null ? "550 No such file" : $"213 {content.Length}");
                        break;
                    case "MDTM" when KnowsSize:
                        await Say(content is null ? "550 No such file" : "213 20240102030405");
                        break;
                    case "EPSV" when KnowsEpsv:
                        data.Start();
                        await Say($"229 Entering Extended Passive Mode (|||{((IPEndPoint)data.LocalEndpoint).Port}|)");
                        break;
                    case "PASV":
                        data.Start();
                        var port = ((IPEndPoint)data.LocalEndpoint).Port;
                        await Say($"227 Entering Passive Mode (10,255,255,1,{port / 256},{port % 256})"); // an address that leads nowhere, as behind NAT
                        break;
                    case "RETR":
                        using (var peer = await data.AcceptTcpClientAsync(_stop.Token))
                        {
                            if (content is null)
                            {
                                await Say("550 No such file");
                                break;
                            }

                            await Say("150 Here it comes");
                            await peer.GetStream().WriteAsync(content.AsMemory(0, Math.Min(CutAfter ?? int.MaxValue, content.Length)), _stop.Token);
                        }

                        await Say(CutAfter is null ? "226 Done" : "426 Broken");
                        break;
                    default:
                        await Say("500 Unknown command");
                        break;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client went away, or the test is over.
        }
    }
}
