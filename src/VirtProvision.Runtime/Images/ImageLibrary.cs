using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Images;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Media;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Images;

/// <summary>What became of one image's entry in the lock file.</summary>
/// <param name="Before">Null for an image that was not locked.</param>
/// <param name="After">Null when its origin failed.</param>
public sealed record ImageUpdate(DeclaredImage Image, LockedImage? Before, LockedImage? After)
{
    public bool IsChange => After is not null && (Before is null || Before with { Locked = After.Locked } != After);
}

/// <summary>Whether an image's origin has another content by now; null when that can't be told without reading all of it.</summary>
public sealed record ImageAge(DeclaredImage Image, bool? IsOutdated, string Reason);

/// <summary>The images that specs fetch: their lock files, their origins, and their volumes on a host.</summary>
public sealed class ImageLibrary(WorkspaceOptions options, TimeProvider time)
{
    /// <summary>Every image of the specs, and of the host.</summary>
    public async Task<(ImageCensus Census, DiagnosticBag Diagnostics)> ListAsync(IHostConnector host, CancellationToken cancellationToken)
    {
        var (declared, diagnostics) = Load(cancellationToken);
        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return (await ImageSurvey.ReadAsync(declared, reader, cancellationToken).ConfigureAwait(false), diagnostics);
            }
        }
        catch (LibvirtException exception)
        {
            diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return (ImageCensus.Empty, diagnostics);
        }
    }

    /// <summary>Asks each origin whether it still serves what is locked; downloads nothing.</summary>
    public async Task<(ImmutableArray<ImageAge> Images, DiagnosticBag Diagnostics)> AgesAsync(CancellationToken cancellationToken)
    {
        var (declared, diagnostics) = Load(cancellationToken);
        var ages = ImmutableArray.CreateBuilder<ImageAge>();
        foreach (var image in diagnostics.HasErrors ? [] : declared)
        {
            try
            {
                ages.Add(await AgeAsync(image, diagnostics, cancellationToken).ConfigureAwait(false));
            }
            catch (MediaException exception)
            {
                diagnostics.Add(ImagesDiagnostics.NotReadable(image.Span, image.Name, exception.Message));
            }
        }

        return (ages.DrainToImmutable(), diagnostics);
    }

    /// <summary>Looks at the origins and writes the lock files anew where something changed; images that no spec names any more leave them.</summary>
    /// <param name="names">Only these; empty for all.</param>
    public async Task<(ImmutableArray<ImageUpdate> Images, DiagnosticBag Diagnostics)> UpdateAsync(
        ImmutableArray<string> names, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        var (declared, diagnostics) = Load(cancellationToken);
        foreach (var name in names.Where(name => declared.All(image => image.Name != name)))
        {
            diagnostics.Add(ImagesDiagnostics.NoSuchImage(name, Nearest.To(name, declared.Select(static image => image.Name))));
        }

        if (diagnostics.HasErrors)
        {
            return ([], diagnostics);
        }

        var locks = new LockFiles(new SpecLoader(options.OpenStandardInput), diagnostics);
        var updates = ImmutableArray.CreateBuilder<ImageUpdate>();
        foreach (var folder in declared.Where(static image => image.Folder is not null).GroupBy(static image => image.Folder!))
        {
            var before = locks.Of(folder.Key);
            var after = ImageLock.Empty;
            foreach (var image in folder.DistinctBy(static image => image.Source))
            {
                var old = before.Find(image.Source);
                var asked = names.IsEmpty || folder.Any(other => other.Source == image.Source && names.Contains(other.Name));
                var found = asked ? await ImageLookup.ReadAsync(image, time.GetUtcNow(), diagnostics, progress, cancellationToken).ConfigureAwait(false) : null;
                var update = new ImageUpdate(image, old, found);
                after = (update.IsChange ? found : old) is { } kept ? after.With(kept) : after;
                if (asked)
                {
                    updates.Add(update);
                }
            }

            if (after.Write() != before.Write())
            {
                Write(LockFiles.PathIn(folder.Key), after, diagnostics);
            }
        }

        return (updates.DrainToImmutable(), diagnostics);
    }

    /// <summary>Removes images of the host. What somebody began to stand on meanwhile stays.</summary>
    /// <returns>Those that are gone.</returns>
    public static async Task<(ImmutableArray<ImageState> Removed, DiagnosticBag Diagnostics)> RemoveAsync(IHostConnector host, ImmutableArray<ImageState> images, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        var removed = ImmutableArray.CreateBuilder<ImageState>();
        try
        {
            var hypervisor = await host.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using (hypervisor.ConfigureAwait(false))
            {
                var now = await ImageSurvey.ReadAsync([], hypervisor, cancellationToken).ConfigureAwait(false);
                foreach (var image in images)
                {
                    var volume = image.OnHost!;
                    var users = now.Images.FirstOrDefault(state => state.OnHost!.Path == volume.Path)?.Users ?? [];
                    if (users.Length > 0)
                    {
                        diagnostics.Add(ImagesDiagnostics.StillStands(volume.Path, $"{string.Join(", ", users)} came to use it"));
                        continue;
                    }

                    try
                    {
                        await hypervisor.DeleteVolumeAsync(new ResourceId(ResourceKind.StorageVolume, volume.Name, volume.Pool), CancellationToken.None).ConfigureAwait(false);
                        removed.Add(image);
                    }
                    catch (LibvirtServerException exception) when (!exception.IsNotFound)
                    {
                        diagnostics.Add(ImagesDiagnostics.StillStands(volume.Path, exception.Message));
                    }
                }
            }
        }
        catch (LibvirtException exception)
        {
            diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
        }

        return (removed.DrainToImmutable(), diagnostics);
    }

    private static async Task<ImageAge> AgeAsync(DeclaredImage image, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        if ((image.Sha256 ?? image.Locked?.Sha256) is not { } pinned)
        {
            return new ImageAge(image, true, "not locked yet");
        }

        if (await ImageLookup.PublishedAsync(image, diagnostics, cancellationToken).ConfigureAwait(false) is { } published)
        {
            return published == pinned ? new ImageAge(image, false, "its checksum file lists the same") : new ImageAge(image, true, $"its checksum file lists sha256 {published}");
        }

        if (image.Locked?.Version is not { } version || await ImageLookup.VersionAsync(image, cancellationToken).ConfigureAwait(false) is not { Length: > 0 } now)
        {
            return new ImageAge(image, null, "its origin tells no version");
        }

        return now == version ? new ImageAge(image, false, "its origin serves the same version") : new ImageAge(image, true, $"its origin serves version {now}");
    }

    private (ImmutableArray<DeclaredImage> Images, DiagnosticBag Diagnostics) Load(CancellationToken cancellationToken)
    {
        if (options.Paths.IsEmpty)
        {
            return ([], []);
        }

        var workspace = Workspace.Load(options with { RequiresLock = false }, cancellationToken);
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(workspace.Diagnostics);
        return (workspace.Images, diagnostics);
    }

    // Into place only when complete.
    private static void Write(string path, ImageLock content, DiagnosticBag diagnostics)
    {
        var part = path + ".part";
        try
        {
            File.WriteAllText(part, content.Write());
            File.Move(part, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(ImagesDiagnostics.LockNotWritten(path, exception.Message));
        }
    }
}
