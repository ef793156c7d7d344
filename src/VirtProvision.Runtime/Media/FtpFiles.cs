namespace VirtProvision.Runtime.Media;

/// <summary>A tree on an FTP server.</summary>
internal sealed class FtpFiles(Uri location, MediaLimits limits) : MediaFiles
{
    // Servers count connections by address, and public ones allow few.
    public override int Parallel => 2;

    public override string NameOf(string path) => $"ftp://{location.Authority.Split('@')[^1]}{PathOf(path)}";

    public override async Task<MediaFile?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var connection = await FtpConnection.OpenAsync(location, limits, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await connection.FindAsync(PathOf(path), cancellationToken).ConfigureAwait(false) is var (length, version) ? new MediaFile(path, length, version) : null;
        }
    }

    public override async Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var connection = await FtpConnection.OpenAsync(location, limits, cancellationToken).ConfigureAwait(false);
        try
        {
            return await connection.RetrieveAsync(PathOf(path), NameOf(path), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Without a path it is the location itself.
    private string PathOf(string path) => path.Length == 0 ? Uri.UnescapeDataString(location.AbsolutePath) : $"{Uri.UnescapeDataString(location.AbsolutePath).TrimEnd('/')}/{path.TrimStart('/')}";
}
