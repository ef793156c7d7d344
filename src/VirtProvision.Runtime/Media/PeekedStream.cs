namespace VirtProvision.Runtime.Media;

/// <summary>A stream whose first bytes were looked at, and are still read.</summary>
internal sealed class PeekedStream : ForwardStream
{
    private readonly Stream _source;
    private ReadOnlyMemory<byte> _head;

    private PeekedStream(Stream source, ReadOnlyMemory<byte> head)
    {
        _source = source;
        _head = head;
    }

    /// <returns>As many first bytes as there are up to <paramref name="count"/>, and the whole stream.</returns>
    public static async Task<(ReadOnlyMemory<byte> Head, Stream Whole)> PeekAsync(Stream source, int count, CancellationToken cancellationToken)
    {
        var head = new byte[count];
        var read = await source.ReadAtLeastAsync(head, count, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return (head.AsMemory(0, read), new PeekedStream(source, head.AsMemory(0, read)));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_head.IsEmpty)
        {
            return _source.ReadAsync(buffer, cancellationToken);
        }

        var count = Math.Min(_head.Length, buffer.Length);
        _head[..count].CopyTo(buffer);
        _head = _head[count..];
        return ValueTask.FromResult(count);
    }
}
