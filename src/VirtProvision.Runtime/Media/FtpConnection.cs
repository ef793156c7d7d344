using System.Net.Sockets;
using System.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>
/// A control connection of FTP: as much of it as reading files takes. Passive mode only, the extended form first (RFC 2428), so that it passes NAT and IPv6.
/// https://www.rfc-editor.org/rfc/rfc959
/// </summary>
internal sealed class FtpConnection : IAsyncDisposable
{
    private const int LineLimit = 4096;

    private readonly Uri _server;
    private readonly MediaLimits _limits;
    private readonly TcpClient _control;
    private readonly byte[] _buffer = new byte[LineLimit];
    private int _start;
    private int _end;

    private FtpConnection(Uri server, MediaLimits limits, TcpClient control)
    {
        _server = server;
        _limits = limits;
        _control = control;
    }

    private string Host => _server.Authority.Split('@')[^1];

    /// <summary>Logged in, anonymously unless the URL names a user; files are sent as they are.</summary>
    /// <exception cref="MediaException">The server can't be reached, or doesn't let us in.</exception>
    public static async Task<FtpConnection> OpenAsync(Uri server, MediaLimits limits, CancellationToken cancellationToken)
    {
        var control = await ConnectAsync(server.IdnHost, server.Port, server, limits, cancellationToken).ConfigureAwait(false);
        var connection = new FtpConnection(server, limits, control);
        try
        {
            await connection.LogInAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Its length in bytes, and the time of its last change; null when there is no such file.</summary>
    public async Task<(long? Length, string Version)?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var (code, text) = await CommandAsync($"SIZE {path}", cancellationToken).ConfigureAwait(false);
        if (code is 550)
        {
            return null;
        }

        long? length = code is 213 && long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;
        var (timeCode, time) = await CommandAsync($"MDTM {path}", cancellationToken).ConfigureAwait(false);

        // A server that knows neither command says nothing of whether the file is there.
        return timeCode is 213 || length is not null ? (length, timeCode is 213 ? time.Trim() : "") : timeCode is 550 ? null : (null, "");
    }

    /// <summary>The content of a file. The stream owns the connection.</summary>
    public async Task<Stream> RetrieveAsync(string path, string name, CancellationToken cancellationToken)
    {
        var (_, sizeText) = await CommandAsync($"SIZE {path}", cancellationToken).ConfigureAwait(false);
        long? length = long.TryParse(sizeText.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;
        var data = await ConnectAsync(_server.IdnHost, await PassivePortAsync(cancellationToken).ConfigureAwait(false), _server, _limits, cancellationToken).ConfigureAwait(false);
        var (code, text) = await CommandAsync($"RETR {path}", cancellationToken).ConfigureAwait(false);
        if (code is 125 or 150)
        {
            return new FtpStream(this, data, name, length, _limits);
        }

        data.Dispose();
        throw code is 550
            ? new MediaException(MediaFailure.NotFound, $"{name} does not exist: the server answered {code} {text}.")
            : Refusal($"RETR {path}", code, text);
    }

    /// <summary>What the server says behind the last byte of a file.</summary>
    /// <returns>Whether it has sent all of it.</returns>
    public async Task<bool> IsCompleteAsync(CancellationToken cancellationToken) =>
        await ReplyAsync(cancellationToken).ConfigureAwait(false) is (226 or 250, _);

    public ValueTask DisposeAsync()
    {
        _control.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task LogInAsync(CancellationToken cancellationToken)
    {
        var greeting = await ReplyAsync(cancellationToken).ConfigureAwait(false);
        if (greeting.Code is not 220)
        {
            throw Refusal("the connection", greeting.Code, greeting.Text);
        }

        var user = Uri.UnescapeDataString(_server.UserInfo).Split(':', 2);
        var (name, password) = user[0].Length == 0 ? ("anonymous", "virt-provision@") : (user[0], user.ElementAtOrDefault(1) ?? "");
        var reply = await CommandAsync($"USER {name}", cancellationToken).ConfigureAwait(false);
        if (reply.Code is 331)
        {
            reply = await CommandAsync($"PASS {password}", cancellationToken).ConfigureAwait(false);
        }

        if (reply.Code is not (230 or 202))
        {
            throw new MediaException(MediaFailure.NotPermitted, $"ftp://{Host} does not let {name} in: the server answered {reply.Code} {reply.Text}.");
        }

        reply = await CommandAsync("TYPE I", cancellationToken).ConfigureAwait(false);
        if (reply.Code is not 200)
        {
            throw Refusal("TYPE I", reply.Code, reply.Text);
        }
    }

    // The address in a PASV answer is not used: behind NAT it is wrong, and a server shall not send us elsewhere.
    private async Task<int> PassivePortAsync(CancellationToken cancellationToken)
    {
        var (code, text) = await CommandAsync("EPSV", cancellationToken).ConfigureAwait(false);
        if (code is 229 && text.LastIndexOf("|||", StringComparison.Ordinal) is >= 0 and var bars
            && int.TryParse(text[(bars + 3)..].Split('|')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var extended))
        {
            return extended;
        }

        (code, text) = await CommandAsync("PASV", cancellationToken).ConfigureAwait(false);
        var numbers = text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..].Split(')')[0].Split(',');
        return code is 227 && numbers.Length == 6 && byte.TryParse(numbers[4], out var high) && byte.TryParse(numbers[5], out var low)
            ? (high * 256) + low
            : throw Refusal("PASV", code, text);
    }

    private async Task<(int Code, string Text)> CommandAsync(string command, CancellationToken cancellationToken)
    {
        if (command.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new MediaException(MediaFailure.NotFound, $"ftp://{Host}: a path with a line break can't be asked for.");
        }

        await Within(_limits.Answer, async token =>
        {
            await _control.GetStream().WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), token).ConfigureAwait(false);
            return 0;
        }, cancellationToken).ConfigureAwait(false);
        return await ReplyAsync(cancellationToken).ConfigureAwait(false);
    }

    // "123 text", or "123-text", any lines, and then "123 text"
    private async Task<(int Code, string Text)> ReplyAsync(CancellationToken cancellationToken)
    {
        var line = await LineAsync(cancellationToken).ConfigureAwait(false);
        if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            throw new MediaException(MediaFailure.Refused, $"What answers at ftp://{Host} is no FTP server.");
        }

        if (line.Length > 3 && line[3] is '-')
        {
            var end = line[..3] + " ";
            while (!line.StartsWith(end, StringComparison.Ordinal))
            {
                line = await LineAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return (code, line.Length > 4 ? line[4..] : "");
    }

    private Task<string> LineAsync(CancellationToken cancellationToken) => Within(_limits.Answer, async token =>
    {
        while (true)
        {
            if (_buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, length).TrimEnd('\r');
                _start += length + 1;
                return line;
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            if (_end == _buffer.Length || await _control.GetStream().ReadAsync(_buffer.AsMemory(_end), token).ConfigureAwait(false) is not (> 0 and var read))
            {
                throw new MediaException(MediaFailure.Refused, $"The connection to ftp://{Host} ended before its answer.");
            }

            _end += read;
        }
    }, cancellationToken);

    private async Task<T> Within<T>(TimeSpan time, Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        try
        {
            return await act(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MediaException(MediaFailure.TimedOut, $"ftp://{Host}: no answer within {time.TotalSeconds:0} s.", exception);
        }
        catch (IOException exception)
        {
            throw new MediaException(MediaFailure.Unreachable, $"The connection to ftp://{Host} broke: {exception.GetBaseException().Message}", exception);
        }
    }

    private static async Task<TcpClient> ConnectAsync(string host, int port, Uri server, MediaLimits limits, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(limits.Connect);
        try
        {
            await client.ConnectAsync(host, port, limit.Token).ConfigureAwait(false);
            return client;
        }
        catch (Exception exception)
        {
            client.Dispose();
            throw exception switch
            {
                SocketException => new MediaException(MediaFailure.Unreachable, $"ftp://{server.Host} can't be reached on port {port}: {exception.Message}.", exception),
                OperationCanceledException when !cancellationToken.IsCancellationRequested =>
                    new MediaException(MediaFailure.Unreachable, $"ftp://{server.Host} can't be reached on port {port}: no connection within {limits.Connect.TotalSeconds:0} s.", exception),
                _ => exception,
            };
        }
    }

    private MediaException Refusal(string what, int code, string text) =>
        new(MediaFailure.Refused, $"ftp://{Host} refused {what}: it answered {code} {text}.");
}
