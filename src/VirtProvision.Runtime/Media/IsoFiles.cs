namespace VirtProvision.Runtime.Media;

/// <summary>A tree on an ISO 9660 image.</summary>
internal sealed class IsoFiles(IsoImage image) : MediaFiles
{
    public override string NameOf(string path) => $"{path.TrimStart('/')} of {image.Name}";

    public override async Task<MediaFile?> FindAsync(string path, CancellationToken cancellationToken) =>
        await image.FindAsync(path, cancellationToken).ConfigureAwait(false) is { IsFolder: false } entry
            ? new MediaFile(path, entry.Length, $"{image.Version}+{entry.Extents[0].Offset}")
            : null;

    public override async Task<Stream> OpenAsync(string path, CancellationToken cancellationToken) =>
        await image.FindAsync(path, cancellationToken).ConfigureAwait(false) is { IsFolder: false } entry
            ? image.OpenRead(entry)
            : throw new MediaException(MediaFailure.NotFound, $"There is no {NameOf(path)}.");

    public override ValueTask DisposeAsync() => image.DisposeAsync();
}
