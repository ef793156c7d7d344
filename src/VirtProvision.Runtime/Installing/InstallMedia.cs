using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Media;
using VirtProvision.Core.Osinfo;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Media;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Installing;

/// <summary>What a domain is installed from, opened: tells the system in it, and has the kernel that begins the installation.</summary>
internal sealed class InstallMedia : IAsyncDisposable
{
    private readonly InstallMethod _method;
    private readonly OsDatabase _systems;
    private readonly DiagnosticBag _diagnostics;
    private readonly InstallLocation? _image;
    private readonly NamedBootFiles? _named;
    private DetectedTree? _detected;
    private DetectedMedia? _medium;

    private InstallMedia(InstallMethod method, InstallSource? source, InstallLocation? image, NamedBootFiles? named, OsDatabase systems, DiagnosticBag diagnostics) =>
        (_method, Source, _image, _named, _systems, _diagnostics) = (method, source, image, named, systems, diagnostics);

    /// <summary>The tree or image; null when the system comes from elsewhere, or could not be opened.</summary>
    public InstallSource? Source { get; }

    /// <summary>The installation image as osinfo-db describes it; null when there is none or it is not known. Known once <see cref="DetectAsync"/> was asked.</summary>
    public OsMedia? Medium => _detected?.Media ?? _medium?.Media;

    /// <summary>Where the installer gets its packages: the location, or where osinfo-db knows a local tree's original to be. The same holds of it.</summary>
    public string? PackagesUrl => Source is null ? null : Source.IsUrl ? Source.Location : _detected?.Tree?.Url;

    /// <param name="arch">The guest's.</param>
    public static async Task<InstallMedia> OpenAsync(
        InstallMethod method, string arch, IHypervisorReader? host, HostFacts facts, OsDatabase systems, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        InstallLocation LocationOf(ScalarNode node, string text) => new(text, node.Span)
        {
            Folder = node.Span.File.Folder,
            IsHostLocal = facts.IsLocal,
            IsVolume = host is null ? null : async (path, token) => await host.Inventory.FindVolumeAsync(path, token).ConfigureAwait(false) is not null,
        };

        var location = method.Location is { } given ? LocationOf(given, given.Text)
            : method.System is { } system && TreeUrlOf(system, method, arch, systems, diagnostics) is { } url ? LocationOf(system, url)
            : null;
        var source = location is null ? null : await InstallSource.OpenAsync(location, diagnostics, cancellationToken).ConfigureAwait(false);
        var image = method.Cdrom is { } cdrom ? LocationOf(cdrom, cdrom.Text) : null;
        var named = method.Kernel is { } kernel
            ? await NamedBootFiles.OpenAsync(LocationOf(kernel, kernel.Text), method.Initrd is { } initrd ? LocationOf(initrd, initrd.Text) : null, diagnostics, cancellationToken).ConfigureAwait(false)
            : null;
        return new InstallMedia(method, source, image, named, systems, diagnostics);
    }

    /// <summary>The system that the media are of; null when they don't tell.</summary>
    public async Task<DetectedOs?> DetectAsync(CancellationToken cancellationToken)
    {
        if (Source is not null)
        {
            _detected = _systems.DetectTree(Source.Clues);
            return _detected is null ? null : new DetectedOs(_detected.Os, _detected.Named);
        }

        _medium = _image is not null && await InstallSource.ReadMediaAsync(_image, new DiagnosticBag(), cancellationToken).ConfigureAwait(false) is { } clues
            ? _systems.DetectMedia(clues)
            : null;
        return _medium is null ? null : new DetectedOs(_medium.Os);
    }

    /// <summary>Kernel and initrd; null without a finding when the installation needs none.</summary>
    public async Task<InstallTree?> FindTreeAsync(string arch, bool isXen, CancellationToken cancellationToken)
    {
        if (_named?.Tree is null && Source is null)
        {
            return null;
        }

        return _named?.Tree ?? await Source!.FindTreeAsync(QueryOf(arch, isXen), _diagnostics, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The tree with what the spec puts into its initrd, and <paramref name="more"/>.</summary>
    public async Task<InstallTree> InjectAsync(InstallTree tree, ImmutableArray<InjectedFile> more, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<InjectedFile>();
        foreach (var file in _method.Injected)
        {
            if (await InjectedFile.ReadAsync(file.Text, file.Span.File.Folder, file.Span, _diagnostics, cancellationToken).ConfigureAwait(false) is { } read)
            {
                if (files.Any(known => known.Name == read.Name))
                {
                    _diagnostics.Add(MediaDiagnostics.SameInjectedName(file.Span, read.Name));
                }

                files.Add(read);
            }
        }

        return tree.WithInjected([.. files, .. more]);
    }

    public async ValueTask DisposeAsync()
    {
        if (Source is not null)
        {
            await Source.DisposeAsync().ConfigureAwait(false);
        }

        if (_named is not null)
        {
            await _named.DisposeAsync().ConfigureAwait(false);
        }
    }

    private TreeQuery QueryOf(string arch, bool isXen)
    {
        var known = (_detected?.Tree?.Kernel ?? _detected?.Media?.Kernel, _detected?.Tree?.Initrd ?? _detected?.Media?.Initrd);
        return new TreeQuery(arch, isXen)
        {
            Chosen = _method is { TreeKernel: { } kernel, TreeInitrd: { } initrd } ? new BootFiles(kernel, initrd) : null,
            FromOsinfo = known is ({ } osKernel, { } osInitrd) ? new BootFiles(osKernel, osInitrd) : null,
        };
    }

    private static string? TreeUrlOf(ScalarNode system, InstallMethod method, string arch, OsDatabase systems, DiagnosticBag diagnostics)
    {
        if (OsChoice.Named(new OsRequest(system.Text, Detect: false, Require: null, system.Span), systems, diagnostics) is not { } known)
        {
            return null;
        }

        return OsChoice.TreeUrl(known, arch, method.Unattended?.TextOf("profile"), system.Span, diagnostics);
    }
}
