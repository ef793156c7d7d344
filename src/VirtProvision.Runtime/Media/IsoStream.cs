namespace VirtProvision.Runtime.Media;

/// <summary>One file of an image, from its start to its end.</summary>
internal sealed class IsoStream(MediaBytes image, IsoEntry file) : ForwardStream
{
    private int _extent;
    private long _done;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_extent < file.Extents.Length && _done == file.Extents[_extent].Length)
        {
            (_extent, _done) = (_extent + 1, 0);
        }

        if (_extent == file.Extents.Length || buffer.IsEmpty)
        {
            return 0;
        }

        var extent = file.Extents[_extent];
        var wanted = (int)Math.Min(buffer.Length, extent.Length - _done);
        var read = await image.ReadAsync(buffer[..wanted], extent.Offset + _done, cancellationToken).ConfigureAwait(false);
        if (read < wanted)
        {
            throw new MediaException(MediaFailure.Truncated, $"{image.Name} ends in the middle of {file.Name}: it is truncated.");
        }

        _done += read;
        return read;
    }
}
