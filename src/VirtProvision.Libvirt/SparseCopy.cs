using System.Runtime.InteropServices;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt;

/// <summary>Copies between files and sparse streams without reading, sending or storing holes.</summary>
public static class SparseCopy
{
    private const int BufferSize = 1024 * 1024;

    // Of the size of a qcow2 cluster: smaller holes cost more messages than they save.
    private const int ZeroPiece = 64 * 1024;

    /// <summary>Uploads the whole file; the stream must have been opened as sparse, and the caller completes it.</summary>
    /// <param name="progress">Told how far into the file the copy is.</param>
    public static async Task UploadAsync(FileStream source, LibvirtStream target, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var buffer = new byte[BufferSize];
        var length = source.Length;
        for (long position = 0; position < length;)
        {
            var data = Math.Min(FileHoles.NextData(source.SafeFileHandle, position, length), length);
            if (data > position)
            {
                await target.WriteHoleAsync(data - position, cancellationToken).ConfigureAwait(false);
                position = data;
                progress?.Report(position);
            }

            for (var end = Math.Min(FileHoles.NextHole(source.SafeFileHandle, position, length), length); position < end;)
            {
                var wanted = (int)Math.Min(buffer.Length, end - position);
                var read = await RandomAccess.ReadAsync(source.SafeFileHandle, buffer.AsMemory(0, wanted), position, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return; // the file was cut while we read it
                }

                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                position += read;
                progress?.Report(position);
            }
        }
    }

    /// <summary>Uploads what a stream gives, with a hole wherever 64 KiB of it are zeros; the target must have been opened as sparse, and the caller completes it.</summary>
    public static async Task UploadAsync(Stream source, LibvirtStream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var buffer = new byte[BufferSize];
        long hole = 0;
        int filled;
        while ((filled = await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
        {
            for (var at = 0; at < filled;)
            {
                var end = Zeros(buffer.AsSpan(0, filled), at);
                if (end > at)
                {
                    hole += end - at;
                    at = end;
                    continue;
                }

                if (hole > 0)
                {
                    await target.WriteHoleAsync(hole, cancellationToken).ConfigureAwait(false);
                    hole = 0;
                }

                end = Data(buffer.AsSpan(0, filled), at);
                await target.WriteAsync(buffer.AsMemory(at, end - at), cancellationToken).ConfigureAwait(false);
                at = end;
            }
        }

        if (hole > 0)
        {
            await target.WriteHoleAsync(hole, cancellationToken).ConfigureAwait(false);
        }
    }

    // Where the pieces end that are all zeros.
    private static int Zeros(ReadOnlySpan<byte> buffer, int at)
    {
        while (at < buffer.Length && Piece(buffer, at).IndexOfAnyExcept((byte)0) < 0)
        {
            at += Piece(buffer, at).Length;
        }

        return at;
    }

    private static int Data(ReadOnlySpan<byte> buffer, int at)
    {
        while (at < buffer.Length && Piece(buffer, at).IndexOfAnyExcept((byte)0) >= 0)
        {
            at += Piece(buffer, at).Length;
        }

        return at;
    }

    private static ReadOnlySpan<byte> Piece(ReadOnlySpan<byte> buffer, int at) => buffer.Slice(at, Math.Min(ZeroPiece, buffer.Length - at));

    /// <summary>Downloads to the end into a new file, with holes where the volume has them.</summary>
    /// <param name="progress">Told how far into the volume the copy is.</param>
    public static async Task DownloadAsync(LibvirtStream source, FileStream target, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var buffer = new byte[BufferSize];
        long position = 0;
        while (await source.ReadPartAsync(buffer, cancellationToken).ConfigureAwait(false) is { Kind: not StreamPartKind.End } part)
        {
            if (part.Kind is StreamPartKind.Data)
            {
                await RandomAccess.WriteAsync(target.SafeFileHandle, buffer.AsMemory(0, (int)part.Length), position, cancellationToken).ConfigureAwait(false);
            }

            position += part.Length;
            progress?.Report(position);
        }

        RandomAccess.SetLength(target.SafeFileHandle, position);
    }

    /// <summary>Where a file has data and where it has none, by lseek(2). Where the file system can't tell, it is all data.</summary>
    private static class FileHoles
    {
        private const int SeekData = 3; // SEEK_DATA
        private const int SeekHole = 4; // SEEK_HOLE
        private const int NoSuchDeviceOrAddress = 6; // ENXIO: only a hole is left

        public static long NextData(SafeHandle file, long position, long length) => Seek(file, position, SeekData) switch
        {
            (>= 0 and var found, _) => found,
            (_, NoSuchDeviceOrAddress) => length,
            _ => position,
        };

        public static long NextHole(SafeHandle file, long position, long length) => Seek(file, position, SeekHole) switch
        {
            (> 0 and var found, _) when found > position => found,
            _ => length,
        };

        private static (long Found, int Error) Seek(SafeHandle file, long position, int whence)
        {
            try
            {
                var found = NativeSeek(file.DangerousGetHandle().ToInt32(), position, whence);
                return (found, found < 0 ? Marshal.GetLastPInvokeError() : 0);
            }
            catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
            {
                return (-1, 0);
            }
        }

        [DllImport("libc", EntryPoint = "lseek", SetLastError = true)]
        private static extern long NativeSeek(int file, long offset, int whence);
    }
}
