using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>A kernel and an initrd that the user names one by one, each by a URL or a path of this machine: <c>--install kernel=…,initrd=…</c>.</summary>
public sealed class NamedBootFiles : IAsyncDisposable
{
    private readonly List<MediaFiles> _places = [];

    private NamedBootFiles()
    {
    }

    public InstallTree? Tree { get; private set; }

    /// <summary>Looks whether they exist; nothing is fetched. <see cref="Tree"/> is null with findings when one of them doesn't.</summary>
    /// <param name="initrd">Null when the kernel needs none.</param>
    public static async Task<NamedBootFiles> OpenAsync(InstallLocation kernel, InstallLocation? initrd, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var files = new NamedBootFiles();
        var kernelFile = await files.FindAsync(kernel, diagnostics, cancellationToken).ConfigureAwait(false);
        var initrdFile = initrd is null ? null : await files.FindAsync(initrd, diagnostics, cancellationToken).ConfigureAwait(false);
        if (kernelFile is not null && (initrd is null || initrdFile is not null))
        {
            files.Tree = new InstallTree("unknown", null, kernelFile, initrdFile);
        }

        return files;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var place in _places)
        {
            await place.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<InstallFile?> FindAsync(InstallLocation location, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            if (Place(location, diagnostics) is not var (place, path, name))
            {
                return null;
            }

            _places.Add(place);
            if (await place.FindAsync(path, cancellationToken).ConfigureAwait(false) is { } file)
            {
                var origin = place.NameOf(path);
                return new InstallFile(name, origin, $"{origin}\n{file.Length}\n{file.Version}", file.Length, token => place.OpenAsync(path, token));
            }

            diagnostics.Add(MediaDiagnostics.NotReadable(location.Span, new MediaException(MediaFailure.NotFound, $"{place.NameOf(path)} does not exist.")));
        }
        catch (MediaException exception)
        {
            diagnostics.Add(MediaDiagnostics.NotReadable(location.Span, exception));
        }

        return null;
    }

    private static (MediaFiles Place, string Path, string Name)? Place(InstallLocation location, DiagnosticBag diagnostics)
    {
        switch (InstallLocation.Scheme(location.Text))
        {
            case "http" or "https" when Uri.TryCreate(location.Text, UriKind.Absolute, out var uri):
                return (new HttpFiles(uri, location.Limits), "", NameIn(uri));
            case "ftp" when Uri.TryCreate(location.Text, UriKind.Absolute, out var uri):
                return (new FtpFiles(uri, location.Limits), "", NameIn(uri));
            case null or "file":
                var path = location.AbsolutePath();
                return (new FolderFiles(Path.GetDirectoryName(path) ?? "/"), Path.GetFileName(path), Path.GetFileName(path));
            case var scheme:
                diagnostics.Add(MediaDiagnostics.SchemeUnknown(location.Span, location.Text, scheme));
                return null;
        }
    }

    private static string NameIn(Uri uri) => Uri.UnescapeDataString(uri.AbsolutePath.TrimEnd('/').Split('/')[^1]) is { Length: > 0 } name && !name.Contains('/', StringComparison.Ordinal) ? name : "boot";
}
