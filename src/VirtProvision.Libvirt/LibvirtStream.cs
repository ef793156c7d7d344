using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt;

/// <summary>
/// Bytes to or from the host: the content of a volume, a console, a picture. Asynchronous methods only. A failure of the server in the middle comes as
/// <see cref="LibvirtServerException"/> from the call that meets it. Disposing of a stream that isn't complete aborts it.
/// </summary>
public sealed class LibvirtStream : Stream
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    private readonly RpcStream _stream;
    private readonly RpcConnection _connection;
    private readonly FileAccess _access;
    private long _zeros;
    private bool _over;

    internal LibvirtStream(RpcStream stream, RpcConnection connection, FileAccess access)
    {
        _stream = stream;
        _connection = connection;
        _access = access;
    }

    /// <summary>What the bytes are, such as <c>image/png</c>, where the server says it.</summary>
    public string? MediaType { get; internal init; }

    public override bool CanRead => _access.HasFlag(FileAccess.Read);

    public override bool CanWrite => _access.HasFlag(FileAccess.Write);

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException("A stream of libvirt doesn't tell its length.");

    public override long Position
    {
        get => throw new NotSupportedException("A stream of libvirt has no position.");
        set => throw new NotSupportedException("A stream of libvirt has no position.");
    }

    /// <summary>Reads bytes; holes are read as zeros.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_zeros == 0 && !buffer.IsEmpty)
        {
            var part = await ReadPartAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (part.Kind is not StreamPartKind.Hole)
            {
                return (int)part.Length;
            }

            _zeros = part.Length;
        }

        var count = (int)Math.Min(_zeros, buffer.Length);
        buffer.Span[..count].Clear();
        _zeros -= count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads bytes into the buffer, or tells of a hole of any length, or of the end.</summary>
    public async ValueTask<StreamPart> ReadPartAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_over)
        {
            return default;
        }

        var part = await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (part.Kind is StreamPartKind.End)
        {
            await CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        return part;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _stream.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Goes on behind a hole of this length. Only for streams opened as sparse; others are broken off by the server.</summary>
    public ValueTask WriteHoleAsync(long length, CancellationToken cancellationToken = default) => _stream.WriteHoleAsync(length, cancellationToken);

    /// <summary>Ends the stream and waits for the server to confirm that it has everything.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (!_over)
        {
            await _stream.FinishAsync(cancellationToken).ConfigureAwait(false);
            _over = true;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_over)
        {
            _over = true;
            using var limit = new CancellationTokenSource(s_farewell);
            try
            {
                await _stream.AbortAsync(limit.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is LibvirtException or OperationCanceledException)
            {
                // It broke by itself, or nobody answers: closing the connection ends it all the same.
            }
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw Synchronous();

    public override void Write(byte[] buffer, int offset, int count) => throw Synchronous();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A stream of libvirt can't seek.");

    public override void SetLength(long value) => throw new NotSupportedException("A stream of libvirt has no length to set.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _over = true;
            _connection.Close();
        }

        base.Dispose(disposing);
    }

    private static NotSupportedException Synchronous() => new("A stream of libvirt is read and written asynchronously only.");
}
