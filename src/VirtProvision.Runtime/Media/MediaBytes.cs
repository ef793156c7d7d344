namespace VirtProvision.Runtime.Media;

/// <summary>Bytes at any place of an image.</summary>
internal abstract class MediaBytes : IAsyncDisposable
{
    /// <summary>How findings name it: a path or a URL.</summary>
    public abstract string Name { get; }

    /// <summary>Null when it can't be told, as of a block device.</summary>
    public abstract long? Length { get; }

    /// <summary>Changes when the content does: the time of the last change, an ETag.</summary>
    public abstract string Version { get; }

    /// <summary>Fewer bytes than asked for only at the end.</summary>
    /// <exception cref="MediaException">They can't be read.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Exactly these bytes.</summary>
    /// <exception cref="MediaException">Also when the end comes before.</exception>
    public async ValueTask<byte[]> ReadExactlyAsync(long offset, int count, CancellationToken cancellationToken)
    {
        var buffer = new byte[count];
        return await ReadAsync(buffer, offset, cancellationToken).ConfigureAwait(false) == count
            ? buffer
            : throw new MediaException(MediaFailure.Truncated, $"{Name} ends within something that begins at byte {offset}: it is truncated.");
    }
}
