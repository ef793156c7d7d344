namespace VirtProvision.Runtime.Media;

/// <summary>A stream, zeros up to a multiple of four, and then some bytes. Linux looks for the next archive of an initrd at such a place, and skips zeros on its way.</summary>
internal sealed class AppendedStream(Stream first, byte[] last) : ForwardStream
{
    private readonly byte[] _zeros = new byte[3];
    private long _length;
    private ReadOnlyMemory<byte> _padding;
    private ReadOnlyMemory<byte>? _rest;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest is null && !buffer.IsEmpty)
        {
            if (await first.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                _length += read;
                return read;
            }

            _padding = _zeros.AsMemory(0, (int)(-_length & 3));
            _rest = last;
        }

        return _padding.IsEmpty ? Take(ref _rest, buffer.Span) : Take(ref _padding, buffer.Span);
    }

    public override async ValueTask DisposeAsync()
    {
        await first.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            first.Dispose();
        }

        base.Dispose(disposing);
    }

    private static int Take(ref ReadOnlyMemory<byte>? source, Span<byte> target)
    {
        var rest = source.GetValueOrDefault();
        var count = Take(ref rest, target);
        source = rest;
        return count;
    }

    private static int Take(ref ReadOnlyMemory<byte> source, Span<byte> target)
    {
        var count = Math.Min(source.Length, target.Length);
        source.Span[..count].CopyTo(target);
        source = source[count..];
        return count;
    }
}
