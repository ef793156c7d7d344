namespace VirtProvision.Runtime.Media;

/// <summary>A small text that the user names: a file of this machine, or a URL.</summary>
internal static class MediaText
{
    /// <param name="folder">The absolute folder that a relative path starts at; null: the working folder.</param>
    /// <exception cref="MediaException">It can't be had, or it is no small text.</exception>
    public static async Task<string> ReadAsync(string place, string? folder, CancellationToken cancellationToken)
    {
        var (files, name) = Split(place, folder);
        await using (files.ConfigureAwait(false))
        {
            return await files.ReadTextAsync(name, cancellationToken).ConfigureAwait(false)
                ?? throw new MediaException(MediaFailure.NotFound, $"{place} is not there, or no small text.");
        }
    }

    /// <summary>The same for a file that is no text.</summary>
    /// <exception cref="MediaException">It can't be had.</exception>
    public static async Task<byte[]> ReadBytesAsync(string place, string? folder, CancellationToken cancellationToken)
    {
        var (files, name) = Split(place, folder);
        await using (files.ConfigureAwait(false))
        {
            var content = await files.OpenAsync(name, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                using var bytes = new MemoryStream();
                await content.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
                return bytes.ToArray();
            }
        }
    }

    private static (MediaFiles Files, string Name) Split(string place, string? folder)
    {
        if (InstallLocation.IsUrl(place) && Uri.TryCreate(place, UriKind.Absolute, out var uri))
        {
            var root = new Uri(uri, ".");
            var name = Uri.UnescapeDataString(uri.Segments[^1].TrimEnd('/'));
            return (uri.Scheme is "ftp" ? new FtpFiles(root, MediaLimits.Usual) : new HttpFiles(root, MediaLimits.Usual), name);
        }

        var path = Path.GetFullPath(place.StartsWith("file://", StringComparison.Ordinal) ? new Uri(place).LocalPath : place, folder ?? Environment.CurrentDirectory);
        return (new FolderFiles(Path.GetDirectoryName(path) ?? "/"), Path.GetFileName(path));
    }
}
