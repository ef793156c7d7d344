namespace VirtProvision.Runtime.Media;

/// <summary>A tree in a local folder: unpacked, mounted, or installed by a package.</summary>
internal sealed class FolderFiles(string root) : MediaFiles
{
    public override string NameOf(string path) => Path.Combine(root, path.TrimStart('/'));

    public override Task<MediaFile?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(NameOf(path));
        return Task.FromResult(file.Exists ? new MediaFile(path, file.Length, file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture)) : null);
    }

    public override Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream>(new FileStream(NameOf(path), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan));
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(NameOf(path)))
        {
            throw new MediaException(MediaFailure.NotFound, $"{NameOf(path)} is a folder, not a file.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Of(NameOf(path), exception);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
