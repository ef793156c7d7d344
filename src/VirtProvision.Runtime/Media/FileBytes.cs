using Microsoft.Win32.SafeHandles;

namespace VirtProvision.Runtime.Media;

/// <summary>A file or a block device.</summary>
internal sealed class FileBytes : MediaBytes
{
    private readonly SafeFileHandle _file;

    private FileBytes(string path, SafeFileHandle file)
    {
        Name = path;
        _file = file;

        // A device has no length, and no time that says anything of its medium.
        Length = RandomAccess.GetLength(file) is > 0 and var length ? length : null;
        Version = Length is null ? "" : File.GetLastWriteTimeUtc(file).Ticks.ToString(CultureInfo.InvariantCulture);
    }

    public override string Name { get; }

    public override long? Length { get; }

    public override string Version { get; }

    /// <exception cref="MediaException">It is not there, or may not be read.</exception>
    public static FileBytes Open(string path)
    {
        try
        {
            return new FileBytes(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.RandomAccess));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Of(path, exception);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var done = 0;
            while (done < buffer.Length && await RandomAccess.ReadAsync(_file, buffer[done..], offset + done, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                done += read;
            }

            return done;
        }
        catch (IOException exception)
        {
            throw FileErrors.Of(Name, exception);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}
