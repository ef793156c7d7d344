using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Osinfo;

namespace VirtProvision.Runtime.Media;

/// <summary>Tells by its text what kind of place an install location is, and opens it.</summary>
/// <param name="Location">The URL as it was given, or an absolute path.</param>
/// <param name="Media">When it is an image.</param>
internal sealed record MediaPlace(string Location, MediaFiles Files, MediaClues? Media)
{
    /// <summary>Null with a finding when it is none that can be opened.</summary>
    /// <exception cref="MediaException">It can't be read.</exception>
    public static async Task<MediaPlace?> OpenAsync(InstallLocation location, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        switch (InstallLocation.Scheme(location.Text))
        {
            case "http" or "https" when Uri.TryCreate(location.Text, UriKind.Absolute, out var uri):
                return new MediaPlace(location.Text, new HttpFiles(uri, location.Limits), null);
            case "ftp" when Uri.TryCreate(location.Text, UriKind.Absolute, out var uri):
                return new MediaPlace(location.Text, new FtpFiles(uri, location.Limits), null);
            case "nfs":
                diagnostics.Add(MediaDiagnostics.NfsLocation(location.Span, location.Text));
                return null;
            case null or "file":
            case not null when Path.Exists(location.AbsolutePath()): // a relative path with a colon in it
                return await OpenPathAsync(location, location.AbsolutePath(), diagnostics, cancellationToken).ConfigureAwait(false);
            case var scheme:
                diagnostics.Add(MediaDiagnostics.SchemeUnknown(location.Span, location.Text, scheme));
                return null;
        }
    }

    /// <summary>See <see cref="InstallSource.ReadMediaAsync"/>.</summary>
    public static async Task<MediaClues?> ReadCluesAsync(InstallLocation image, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(diagnostics);
        try
        {
            if (Bytes(image) is { } bytes)
            {
                await using (bytes.ConfigureAwait(false))
                {
                    var iso = await IsoImage.OpenAsync(bytes, cancellationToken).ConfigureAwait(false);
                    if (iso is { IsTruncated: true })
                    {
                        diagnostics.Add(MediaDiagnostics.NotReadable(image.Span, Truncated(iso, bytes)));
                    }

                    return iso?.Clues;
                }
            }
        }
        catch (MediaException exception)
        {
            diagnostics.Add(MediaDiagnostics.NotReadable(image.Span, exception));
        }

        return null;
    }

    private static MediaBytes? Bytes(InstallLocation image)
    {
        if (InstallLocation.Scheme(image.Text) is "http" or "https" && Uri.TryCreate(image.Text, UriKind.Absolute, out var uri))
        {
            return new HttpBytes(uri, image.Limits);
        }

        return !InstallLocation.IsUrl(image.Text) && image.IsHostLocal && File.Exists(image.AbsolutePath()) ? FileBytes.Open(image.AbsolutePath()) : null;
    }

    private static async Task<MediaPlace?> OpenPathAsync(InstallLocation location, string path, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        if (!location.IsHostLocal)
        {
            diagnostics.Add(MediaDiagnostics.RemoteHost(location.Span, path));
            return null;
        }

        if (Directory.Exists(path))
        {
            return new MediaPlace(path, new FolderFiles(path), null);
        }

        if (!File.Exists(path) && location.IsVolume is { } isVolume && await isVolume(path, cancellationToken).ConfigureAwait(false))
        {
            diagnostics.Add(MediaDiagnostics.VolumeNotReadable(location.Span, path));
            return null;
        }

        var bytes = FileBytes.Open(path);
        IsoImage? image = null;
        try
        {
            image = await IsoImage.OpenAsync(bytes, cancellationToken).ConfigureAwait(false);
            if (image is { IsTruncated: true })
            {
                throw Truncated(image, bytes);
            }

            if (image is not null)
            {
                var place = new MediaPlace(path, new IsoFiles(image), image.Clues);
                bytes = null;
                return place;
            }

            diagnostics.Add(MediaDiagnostics.NotAnImage(location.Span, path));
            return null;
        }
        finally
        {
            if (bytes is not null)
            {
                await bytes.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static MediaException Truncated(IsoImage image, MediaBytes bytes) =>
        new(MediaFailure.Truncated, $"{bytes.Name} has {bytes.Length} bytes, and says of itself that it has {image.Clues.VolumeSize}: it is truncated.");
}
