using System.IO.Compression;
using SharpCompress.Compressors.Xz;
using SharpCompress.Compressors.ZStandard;

namespace VirtProvision.Runtime.Media;

/// <summary>What is inside a compressed file, as a stream.</summary>
internal static class Decompression
{
    /// <param name="compression"><c>gz</c>, <c>xz</c> or <c>zst</c>.</param>
    /// <param name="name">How findings name the file.</param>
    public static DecompressingStream Open(string compression, Stream source, string name) => new(source, name, compression switch
    {
        "gz" => static input => new GZipStream(input, CompressionMode.Decompress),
        "xz" => static input => new XzFile(input),
        _ => static input => new DecompressionStream(input),
    });

    /// <summary>The library's stream ends with the first of several that stand in one file, as parallel compressors write them.</summary>
    private sealed class XzFile(Stream source) : ForwardInput
    {
        private readonly PushbackInput _input = new(source);
        private XZStream? _stream;

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (true)
            {
                if (_stream is null && !_input.SkipZeros())
                {
                    return 0;
                }

                _stream ??= new XZStream(_input);
                var read = _stream.Read(buffer, offset, count);
                if (read > 0 || count == 0)
                {
                    return read;
                }

                _stream = null;
            }
        }
    }

    private sealed class PushbackInput(Stream source) : ForwardInput
    {
        private int _pushed = -1;
        private long _position;

        // Blocks of an xz file are padded to four bytes.
        public override long Position
        {
            get => _position;
            set => base.Position = value;
        }

        /// <summary>Streams of one file are padded with zeros. False at the end.</summary>
        public bool SkipZeros()
        {
            do
            {
                _pushed = source.ReadByte();
                _position++;
            }
            while (_pushed is 0);

            _position--;
            return _pushed > 0;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = 1;
            if (_pushed < 0 || count == 0)
            {
                read = source.Read(buffer, offset, count);
            }
            else
            {
                buffer[offset] = (byte)_pushed;
                _pushed = -1;
            }

            _position += read;
            return read;
        }
    }
}
