namespace VirtProvision.Libvirt.Xdr;

/// <summary>Bytes that wait to be sent: grows as needed, is cut back to a mark when a message can't be encoded, and lets go of a big array once it is cleared.</summary>
internal sealed class WireBuffer
{
    private const int Usual = 16 * 1024;
    private const int KeptAtMost = 1024 * 1024;

    private byte[] _bytes = new byte[Usual];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public Span<byte> Take(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(checked(Length + count), (int)Math.Min(Array.MaxLength, _bytes.Length * 2L)));
        }

        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }

    /// <summary>What was written from <paramref name="start"/> on, to fill in a length that is only known at the end.</summary>
    public Span<byte> From(int start) => _bytes.AsSpan(start, Length - start);

    public void CutTo(int length) => Length = length;

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptAtMost)
        {
            _bytes = new byte[Usual];
        }
    }
}
