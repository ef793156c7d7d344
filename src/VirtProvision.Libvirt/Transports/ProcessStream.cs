using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>The standard input and output of a program as a connection. When the program ends, reads and writes fail with what it said last.</summary>
internal sealed class ProcessStream : Stream
{
    private const int KeptWords = 8 * 1024;
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_orderlyEnd = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly StringBuilder _words = new();
    private readonly Task _listening;
    private readonly Func<string, int?, TransportEndedException> _explain;
    private bool _hasHeard;
    private volatile bool _isClosed;

    private ProcessStream(Process process, Func<string, int?, TransportEndedException> explain)
    {
        _process = process;
        _explain = explain;
        _input = process.StandardInput.BaseStream;
        _output = process.StandardOutput.BaseStream;
        _listening = ListenAsync(process.StandardError);
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

    /// <param name="explain">What the program's last words on standard error and its exit code (null: it still runs) mean.</param>
    /// <exception cref="LibvirtConnectException">The program can't be started.</exception>
    public static ProcessStream Start(string program, IEnumerable<string> arguments, Func<string, int?, TransportEndedException> explain)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

        // Its words are read, so they have to be English; strerror's are not otherwise.
        start.Environment["LC_ALL"] = "C";
        try
        {
            return new ProcessStream(Process.Start(start) ?? throw NotStarted(program, "no process came about"), explain);
        }
        catch (Win32Exception exception)
        {
            throw NotStarted(program, exception.Message, exception);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _hasHeard |= read > 0;
        return read > 0 || buffer.Length == 0 ? read : throw await EndedAsync().ConfigureAwait(false);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _input.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw await EndedAsync().ConfigureAwait(false);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _input.FlushAsync(cancellationToken);

    public override void Flush() => _input.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            _input.Dispose();
            _output.Dispose();
            _ = EndAsync();
        }

        base.Dispose(disposing);
    }

    private static LibvirtConnectException NotStarted(string program, string why, Exception? inner = null) =>
        new(LibvirtConnectFailure.NoProgram, $"The program {program} could not be started: {why}.", inner);

    // A connected program sees the end of its input, takes leave of the other side and ends. One that is not connected may be asking for a password.
    private async Task EndAsync()
    {
        if (!_hasHeard || !await HasEndedAsync(s_orderlyEnd).ConfigureAwait(false))
        {
            try
            {
                _process.Kill();
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
            {
                // It has just ended.
            }
        }
    }

    private async Task<IOException> EndedAsync()
    {
        if (_isClosed)
        {
            return new IOException("The connection was closed by this program.");
        }

        // What is left running in the background (ssh's ControlPersist) keeps standard error open: its end is not what to wait for.
        var hasEnded = await HasEndedAsync(s_orderlyEnd).ConfigureAwait(false);
        await Task.WhenAny(_listening, Task.Delay(s_lastWords)).ConfigureAwait(false);
        string words;
        lock (_words)
        {
            words = _words.ToString();
        }

        return _explain(words, hasEnded ? _process.ExitCode : null);
    }

    private async Task<bool> HasEndedAsync(TimeSpan limit)
    {
        using var cancellation = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(cancellation.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task ListenAsync(StreamReader errors)
    {
        var buffer = new char[1024];
        try
        {
            while (await errors.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var read)
            {
                lock (_words)
                {
                    _words.Append(buffer, 0, read);
                    _words.Remove(0, Math.Max(0, _words.Length - KeptWords));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It says nothing any more.
        }
    }
}
