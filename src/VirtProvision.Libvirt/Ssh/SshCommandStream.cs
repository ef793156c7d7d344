using Renci.SshNet;
using Renci.SshNet.Common;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Ssh;

/// <summary>A command at the far end of an ssh session as a connection. When it ends, reads and writes fail with what it said last.</summary>
internal sealed class SshCommandStream : Stream
{
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(1);

    private readonly SshClient _client;
    private readonly SshCommand _command;
    private readonly string _host;
    private readonly Task _running;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Task<string> _words;
    private volatile bool _isClosed;

    private SshCommandStream(SshClient client, string command, string host)
    {
        _client = client;
        _host = host;
        _command = client.CreateCommand(command);
        _running = _command.ExecuteAsync(CancellationToken.None);
        _input = _command.CreateInputStream();
        _output = _command.OutputStream;
        _words = Task.Run(ListenAsync);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Takes over the client.</summary>
    /// <exception cref="LibvirtConnectException">The session is refused.</exception>
    public static async Task<Stream> StartAsync(SshClient client, string command, string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => new SshCommandStream(client, command, host), cancellationToken).ConfigureAwait(false);
        }
        catch (SshException exception)
        {
            client.Dispose();
            throw new LibvirtConnectException(LibvirtConnectFailure.TransportFailed, $"{host} runs no command over ssh: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return read > 0 || buffer.Length == 0 ? read : throw await EndedAsync().ConfigureAwait(false);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            // It waits on a thread while the other side takes nothing more.
            await Task.Run(() => _input.Write(buffer.Span), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SshException or IOException or InvalidOperationException)
        {
            throw await EndedAsync().ConfigureAwait(false);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            _output.Dispose();

            // Taking leave waits for the other side.
            _ = Task.Run(End, CancellationToken.None);
        }

        base.Dispose(disposing);
    }

    private void End()
    {
        try
        {
            _input.Dispose();
            _client.Dispose();
            _command.Dispose();
        }
        catch (Exception exception) when (exception is SshException or IOException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // It has ended already.
        }
    }

    private async Task<IOException> EndedAsync()
    {
        if (_isClosed)
        {
            return new IOException("The connection was closed by this program.");
        }

        await Task.WhenAny(Task.WhenAll(_running, _words), Task.Delay(s_lastWords)).ConfigureAwait(false);
        var (failure, message) = SshComplaint.Explain(_host, _words.IsCompletedSuccessfully ? await _words.ConfigureAwait(false) : "", _command.ExitStatus);
        return new TransportEndedException(failure, message);
    }

    private async Task<string> ListenAsync()
    {
        const int kept = 8 * 1024;
        var said = "";
        try
        {
            using var errors = new StreamReader(_command.ExtendedOutputStream, leaveOpen: true);
            var buffer = new char[1024];
            while (await errors.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var read)
            {
                said += new string(buffer, 0, read);
                said = said[Math.Max(0, said.Length - kept)..];
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or SshException)
        {
            // It says nothing any more.
        }

        return said;
    }
}
