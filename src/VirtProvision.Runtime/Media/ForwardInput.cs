namespace VirtProvision.Runtime.Media;

/// <summary>Read from its start to its end, synchronously: what a decompressor wants.</summary>
internal abstract class ForwardInput : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw Unsupported();

    public override long Position
    {
        get => throw Unsupported();
        set => throw Unsupported();
    }

    public abstract override int Read(byte[] buffer, int offset, int count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw Unsupported();

    public override void SetLength(long value) => throw Unsupported();

    public override void Write(byte[] buffer, int offset, int count) => throw Unsupported();

    private static NotSupportedException Unsupported() => new("This is only read, from its start to its end.");
}
