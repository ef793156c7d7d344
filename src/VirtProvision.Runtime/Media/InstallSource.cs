using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Media;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>
/// What an operating system is installed from, opened: its small marker files are read, nothing large is fetched. First <see cref="Clues"/> tell osinfo-db
/// which OS it is, then <see cref="FindTreeAsync"/> finds the kernel.
/// </summary>
public sealed class InstallSource : IAsyncDisposable
{
    private readonly MediaFiles _files;
    private readonly TreeMarkers _markers;
    private readonly TextSpan? _span;

    // What the server said to the marker files it did not give, if it was not "there is no such file".
    private readonly MediaException? _refusal;

    private InstallSource(string location, MediaFiles files, TextSpan? span, MediaClues? media, TreeMarkers markers, MediaException? refusal)
    {
        Location = location;
        _files = files;
        _span = span;
        _markers = markers;
        _refusal = refusal;
        Media = media;
        Clues = markers.Clues(location, media);
    }

    /// <summary>The URL as it was given, or an absolute path.</summary>
    public string Location { get; }

    /// <summary>The installer fetches the rest from there itself: the kernel is told <see cref="Location"/>.</summary>
    public bool IsUrl => InstallLocation.IsUrl(Location);

    /// <summary>The rest is on an image, which the domain gets as a CD.</summary>
    public bool IsImage => Media is not null;

    /// <summary>What an image says of itself; null for a tree that is none.</summary>
    public MediaClues? Media { get; }

    /// <summary>For <c>OsDatabase.DetectTree</c>.</summary>
    public TreeClues Clues { get; }

    /// <summary>Null with findings when it can't be opened.</summary>
    public static async Task<InstallSource?> OpenAsync(InstallLocation location, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(diagnostics);
        MediaFiles? files = null;
        try
        {
            var place = await MediaPlace.OpenAsync(location, diagnostics, cancellationToken).ConfigureAwait(false);
            if (place is null)
            {
                return null;
            }

            files = place.Files;
            var (markers, refusal) = await TreeMarkerFiles.ReadAsync(files, cancellationToken).ConfigureAwait(false);
            var source = new InstallSource(place.Location, files, location.Span, place.Media, markers, refusal);
            files = null;
            return source;
        }
        catch (MediaException exception)
        {
            diagnostics.Add(MediaDiagnostics.NotReadable(location.Span, exception));
            return null;
        }
        finally
        {
            if (files is not null)
            {
                await files.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>What an image or a device with a CD says of itself; null without a finding when it is no ISO 9660 image or not a file of this machine.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static Task<MediaClues?> ReadMediaAsync(InstallLocation image, DiagnosticBag diagnostics, CancellationToken cancellationToken) =>
        MediaPlace.ReadCluesAsync(image, diagnostics, cancellationToken);

    /// <summary>Kernel and initrd for a guest. Null with a finding when there are none.</summary>
    public async Task<InstallTree?> FindTreeAsync(TreeQuery query, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var layout = TreeLayouts.Recognise(_markers, query, Location);
        try
        {
            if (query.Chosen is { } chosen)
            {
                return await ChosenAsync(layout, chosen, diagnostics, cancellationToken).ConfigureAwait(false);
            }

            // What a server refuses for every marker it can't be asked a kernel by guessing.
            if (_refusal is not null && layout.Distro is "unknown" && query.FromOsinfo is null)
            {
                diagnostics.Add(MediaDiagnostics.NoKernel(_span, Location, layout.Distro, _refusal.Message.TrimEnd('.'), null));
                return null;
            }

            foreach (var candidate in layout.Candidates)
            {
                if (await FindBothAsync(candidate, cancellationToken).ConfigureAwait(false) is ({ } kernel, { } initrd))
                {
                    WarnOfArchitecture(query, diagnostics);
                    return TreeOf(layout, kernel, initrd);
                }
            }

            diagnostics.Add(MediaDiagnostics.NoKernel(_span, Location, layout.Distro, LookedFor(layout), Advice()));
        }
        catch (MediaException exception)
        {
            diagnostics.Add(MediaDiagnostics.NotReadable(_span, exception));
        }

        return null;
    }

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    private async Task<InstallTree?> ChosenAsync(TreeLayout layout, BootFiles chosen, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var (kernel, initrd) = await FindBothAsync(chosen, cancellationToken).ConfigureAwait(false);
        foreach (var (file, path, key) in ((MediaFile?, string, string)[])[(kernel, chosen.Kernel, "kernel"), (initrd, chosen.Initrd, "initrd")])
        {
            if (file is null)
            {
                diagnostics.Add(MediaDiagnostics.ChosenMissing(_span, $"{key}={path}", _files.NameOf(path)));
            }
        }

        return kernel is not null && initrd is not null ? TreeOf(layout, kernel, initrd) : null;
    }

    private async Task<(MediaFile? Kernel, MediaFile? Initrd)> FindBothAsync(BootFiles files, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(_files.FindAsync(files.Kernel, cancellationToken), _files.FindAsync(files.Initrd, cancellationToken)).ConfigureAwait(false);
        return (found[0], found[1]);
    }

    private InstallTree TreeOf(TreeLayout layout, MediaFile kernel, MediaFile initrd) => new(layout.Distro, layout.UrlArgument, FileOf(kernel), FileOf(initrd));

    private InstallFile FileOf(MediaFile file) => new(
        file.Path.TrimEnd('/').Split('/')[^1],
        _files.NameOf(file.Path),
        $"{Location}\n{file.Path}\n{file.Length}\n{file.Version}",
        file.Length,
        cancellationToken => _files.OpenAsync(file.Path, cancellationToken))
    {
        Sha256 = _markers.Treeinfo?.Sha256Of(file.Path),
    };

    private void WarnOfArchitecture(TreeQuery query, DiagnosticBag diagnostics)
    {
        if (_markers.Treeinfo?.Arch is { } arch && Family(arch) != Family(query.Arch))
        {
            diagnostics.Add(MediaDiagnostics.OtherArchitecture(_span, Location, arch, query.Arch));
        }
    }

    // All of x86 is one: a 32-bit domain on a 64-bit tree is what libvirt's test driver makes of everything.
    private static string Family(string arch) => arch switch
    {
        "x86_64" or "amd64" or "i386" or "i486" or "i586" or "i686" => "x86",
        "aarch64" or "arm64" => "aarch64",
        "armhfp" or "armhf" or "armv7l" or "armv7hl" => "arm",
        "ppc64le" or "ppc64el" => "ppc64le",
        _ => arch,
    };

    private string LookedFor(TreeLayout layout)
    {
        var marked = _markers.Found.IsEmpty
            ? $"it has none of {string.Join(", ", TreeMarkers.Paths)}"
            : $"of the files that mark one it has {string.Join(", ", _markers.Found)}";
        return $"{marked}, and no kernel at {string.Join(", ", layout.Candidates.Select(static files => files.Kernel).Distinct())}";
    }

    // The two mistakes that are made most.
    private string? Advice() => IsUrl && Location.TrimEnd('/').EndsWith(".iso", StringComparison.OrdinalIgnoreCase)
        ? " An ISO image on a server is booted from with --cdrom URL, or fetched and given as a file."
        : Location.Contains("debian", StringComparison.OrdinalIgnoreCase) || Location.Contains("ubuntu", StringComparison.OrdinalIgnoreCase)
            ? " On a Debian mirror that is dists/RELEASE/main/installer-ARCH/."
            : null;
}
