using System.Net.Sockets;

namespace VirtProvision.Runtime.Media;

/// <summary>A file that an FTP server sends. That all of it came is known by its length, or by what the server says behind it.</summary>
internal sealed class FtpStream(FtpConnection connection, TcpClient data, string name, long? length, MediaLimits limits) : ForwardStream
{
    private long _position;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(limits.Silence);
        try
        {
            var read = await data.GetStream().ReadAsync(buffer, limit.Token).ConfigureAwait(false);
            _position += read;
            if (read == 0 && !buffer.IsEmpty && !await IsWholeAsync(limit.Token).ConfigureAwait(false))
            {
                throw CutOff(null);
            }

            return read;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MediaException(MediaFailure.TimedOut, $"{name}: nothing more came for {limits.Silence.TotalSeconds:0} s, after {_position} bytes.", exception);
        }
        catch (IOException exception)
        {
            throw CutOff(exception);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            data.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<bool> IsWholeAsync(CancellationToken cancellationToken) =>
        length is null ? await connection.IsCompleteAsync(cancellationToken).ConfigureAwait(false) : _position == length;

    private MediaException CutOff(Exception? exception) =>
        new(MediaFailure.Truncated, length is null ? $"{name} broke off after {_position} bytes." : $"{name} broke off after {_position} of {length} bytes.", exception);
}
