using System.IO.Pipelines;

namespace VirtProvision.Runtime.Media;

/// <summary>
/// Decompresses on a thread of its own: decompressors read synchronously, and what they read from comes over a network. Between the two stands a pipe of a
/// few MiB, so that neither waits for the other without need and memory stays small.
/// </summary>
internal sealed class DecompressingStream : ForwardStream
{
    private const int PipeLimit = 4 * 1024 * 1024;
    private const int Piece = 256 * 1024;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: PipeLimit, resumeWriterThreshold: PipeLimit / 2, minimumSegmentSize: Piece, useSynchronizationContext: false));
    private readonly CancellationTokenSource _stop = new();
    private readonly Stream _source;
    private readonly string _name;
    private readonly Func<Stream, Stream> _decompress;
    private readonly Task _filling;
    private Stream? _inside;

    public DecompressingStream(Stream source, string name, Func<Stream, Stream> decompress)
    {
        _source = source;
        _name = name;
        _decompress = decompress;
        _filling = FillAsync();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The pipe wakes the thread with its end when the reading is called off.
        var registration = cancellationToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        await using (registration.ConfigureAwait(false))
        {
            return await Task.Run(() => Decompress(buffer.Span), CancellationToken.None).ConfigureAwait(false);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _pipe.Reader.CompleteAsync().ConfigureAwait(false);
        await _filling.ConfigureAwait(false);
        _stop.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private int Decompress(Span<byte> buffer)
    {
        try
        {
            _inside ??= _decompress(_pipe.Reader.AsStream(leaveOpen: true));
            return _inside.Read(buffer);
        }
        catch (Exception exception) when (exception is not (MediaException or OperationCanceledException or Libvirt.Errors.LibvirtException))
        {
            // Decoders meet damaged input in many ways; whatever is not the source's own failure is one of them.
            throw new MediaException(MediaFailure.Broken, $"{_name} can't be decompressed: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    // Whatever ends it, the reader learns by the pipe.
    private async Task FillAsync()
    {
        Exception? failure = null;
        try
        {
            int read;
            while ((read = await _source.ReadAsync(_pipe.Writer.GetMemory(Piece), _stop.Token).ConfigureAwait(false)) > 0)
            {
                _pipe.Writer.Advance(read);
                if ((await _pipe.Writer.FlushAsync(_stop.Token).ConfigureAwait(false)).IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is MediaException or IOException or OperationCanceledException or Libvirt.Errors.LibvirtException)
        {
            failure = exception;
        }

        await _pipe.Writer.CompleteAsync(failure).ConfigureAwait(false);
    }
}
