using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Applying;

/// <summary>Turns one operation into calls, and says what would take it back. Doing again what is done already succeeds.</summary>
internal sealed class OperationRunner(
    IHypervisor host,
    IReadOnlyDictionary<string, LocalImage> images,
    Remembering memory,
    IProgress<ApplyProgress>? progress,
    TimeProvider time) : IAsyncDisposable
{
    private readonly VolumeClaims _claims = new(host, time);
    private VolumeContent? _volumes;

    private VolumeContent Content => _volumes ??= new(host, _claims, progress, time);

    /// <summary>Removes what killed runs left half made in a pool.</summary>
    public Task SweepAsync(string pool, CancellationToken cancellationToken) => _claims.SweepAsync(pool, cancellationToken);

    public ValueTask DisposeAsync() => _claims.DisposeAsync();

    // Short calls are never cut off: a call either was made or it wasn't. Only what can take minutes listens to the token.
    public Task<OperationResult> RunAsync(Operation operation, ResourceTask task, CancellationToken cancellationToken) => operation switch
    {
        DefineNew define => DefineAsync(define, task),
        RestoreDefinition restore => DoneAsync(host.DefineAsync(restore.Resource, restore.Xml, CancellationToken.None)),
        Redefine redefine => Redefinition.RunAsync(host, redefine, task, memory),
        RedefineEdited edit => EditedDefinition.DefineAsync(host, edit, task),
        StartEdited edit => EditedDefinition.StartAsync(host, edit, task),
        Remember remember => Redefinition.RememberAsync(host, remember, task, memory),
        ApplyLive live => new LiveApplication(host, live, time).RunAsync(cancellationToken),
        Undefine undefine => UndefineAsync(undefine, task),
        BuildPool build => DoneAsync(host.BuildPoolAsync(build.Resource, CancellationToken.None)),
        StartResource start => StartAsync(start),
        StartInstall install => UndoableAsync(InstallAsync(install), new ShutdownGuest(install.Resource, TimeSpan.Zero, PowerOff: true)),
        StopResource stop => StopAsync(stop.Resource),
        ShutdownGuest shutdown => ShutdownAsync(shutdown, task, cancellationToken),
        SetAutostart autostart => UndoableAsync(
            host.SetAutostartAsync(autostart.Resource, autostart.Autostart, CancellationToken.None),
            autostart with { Autostart = !autostart.Autostart }),
        ClaimVolumes claim => ClaimAsync(claim, cancellationToken),
        ReleaseVolumes release => ReleaseAsync(release),
        CreateVolume create => CreateAsync(create, task),
        FetchImage fetch => FetchAsync(fetch, task, cancellationToken),
        CloneVolume clone => CloneAsync(clone, task, cancellationToken),
        UploadVolume upload => UploadAsync(upload, task, cancellationToken),
        ResizeVolume resize => VolumeResize.RunAsync(host, resize),
        FlattenDisks flatten => DiskFlattening.RunAsync(host, flatten, task, progress, cancellationToken),
        DeleteVolume delete => DoneAsync(UnlessGoneAsync(host.DeleteVolumeAsync(delete.Resource, CancellationToken.None))),
        _ => throw new System.Diagnostics.UnreachableException(operation.ToString()),
    };

    private async Task<OperationResult> DefineAsync(DefineNew define, ResourceTask task)
    {
        try
        {
            await host.DefineAsync(define.Resource, XmlText.Write(define.Xml), CancellationToken.None).ConfigureAwait(false);
            return OperationResult.Undoable(new Undefine(define.Resource));
        }
        catch (LibvirtServerException) when (define.Resource.Kind == ResourceKind.Domain)
        {
            // libvirt says it in words only.
            var found = await host.ReadXmlAsync(define.Resource, XmlView.Inactive, CancellationToken.None).ConfigureAwait(false);
            if (found?.Element("uuid")?.Value is not { } other || other == define.Xml.Element("uuid")?.Value)
            {
                throw;
            }

            return OperationResult.Failed(ApplyDiagnostics.NameTakenMeanwhile(task.Span, define.Resource));
        }
    }

    private async Task<OperationResult> UndefineAsync(Undefine undefine, ResourceTask task)
    {
        // Only what is made anew right after can fail in a way that calls for the old definition.
        var old = task.Change.Action is ChangeAction.Replace
            ? await host.ReadXmlAsync(undefine.Resource, XmlView.InactiveWithSecrets, CancellationToken.None).ConfigureAwait(false)
            : null;
        await UnlessGoneAsync(host.UndefineAsync(undefine.Resource, CancellationToken.None)).ConfigureAwait(false);
        return old is null ? OperationResult.Done : OperationResult.Undoable(new RestoreDefinition(undefine.Resource, XmlText.Write(old)));
    }

    private async Task<OperationResult> StartAsync(StartResource start)
    {
        try
        {
            await host.StartAsync(start.Resource, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.OperationInvalid)
        {
            if (!await host.IsActiveAsync(start.Resource, CancellationToken.None).ConfigureAwait(false))
            {
                throw;
            }
        }

        return OperationResult.Undoable(start.Resource.Kind == ResourceKind.Domain
            ? new ShutdownGuest(start.Resource, TimeSpan.Zero, PowerOff: true)
            : new StopResource(start.Resource));
    }

    private async Task InstallAsync(StartInstall install)
    {
        var xml = install.Xml;
        if (install.Anew is { } boot && await host.ReadXmlAsync(install.Resource, XmlView.InactiveWithSecrets, CancellationToken.None).ConfigureAwait(false) is { } defined)
        {
            xml = InstallPhases.First(defined, boot, perDevice: defined.Attribute("type")?.Value is "kvm" or "qemu" or "hvf" or "test");
        }

        await host.StartWithAsync(install.Resource, XmlText.Write(xml), CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<OperationResult> StopAsync(ResourceId id)
    {
        if (!await host.IsActiveAsync(id, CancellationToken.None).ConfigureAwait(false))
        {
            return OperationResult.Done;
        }

        await UnlessGoneAsync(host.StopAsync(id, CancellationToken.None)).ConfigureAwait(false);
        return OperationResult.Undoable(new StartResource(id));
    }

    private async Task<OperationResult> ShutdownAsync(ShutdownGuest shutdown, ResourceTask task, CancellationToken cancellationToken)
    {
        if (!await host.IsActiveAsync(shutdown.Resource, CancellationToken.None).ConfigureAwait(false))
        {
            return OperationResult.Done;
        }

        var isOff = shutdown.Deadline > TimeSpan.Zero
            && await GuestShutdown.RunAsync(host, shutdown.Resource, shutdown.Deadline, time, cancellationToken).ConfigureAwait(false);
        if (!isOff && !shutdown.PowerOff)
        {
            return OperationResult.Failed(ApplyDiagnostics.GuestStaysUp(task.Span, shutdown.Resource, shutdown.Deadline));
        }

        if (!isOff)
        {
            await StopAsync(shutdown.Resource).ConfigureAwait(false);
        }

        return OperationResult.Undoable(new StartResource(shutdown.Resource));
    }

    private async Task<OperationResult> ClaimAsync(ClaimVolumes claim, CancellationToken cancellationToken)
    {
        var claimed = new List<ResourceId>(claim.Volumes.Length);
        try
        {
            foreach (var volume in claim.Volumes)
            {
                await _claims.ClaimAsync(volume, cancellationToken).ConfigureAwait(false);
                claimed.Add(volume);
            }
        }
        catch (Exception exception) when (exception is not LibvirtConnectionLostException)
        {
            await ReleaseAsync(new ReleaseVolumes(claim.Resource, [.. claimed])).ConfigureAwait(false);
            throw;
        }

        return OperationResult.Undoable(new ReleaseVolumes(claim.Resource, claim.Volumes));
    }

    private async Task<OperationResult> ReleaseAsync(ReleaseVolumes release)
    {
        await Task.WhenAll(release.Volumes.Select(_claims.ReleaseAsync)).ConfigureAwait(false);
        return OperationResult.Done;
    }

    private async Task<OperationResult> CreateAsync(CreateVolume create, ResourceTask task)
    {
        try
        {
            await host.CreateVolumeAsync(create.Resource, XmlText.Write(create.Xml), CancellationToken.None).ConfigureAwait(false);
            return OperationResult.Undoable(new DeleteVolume(create.Resource));
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.StorageVolExist)
        {
            return await AdoptAsync(create.Resource, task).ConfigureAwait(false);
        }
    }

    private async Task<OperationResult> CloneAsync(CloneVolume clone, ResourceTask task, CancellationToken cancellationToken)
    {
        var path = await host.ReadVolumePathAsync(clone.Source, CancellationToken.None).ConfigureAwait(false);
        if (path is null)
        {
            return OperationResult.Failed(ApplyDiagnostics.SourceVolumeMissing(task.Span, clone.Resource, clone.Source));
        }

        if (await CloneCheck.RefusalAsync(host, clone, task.Span, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            return OperationResult.Failed(refusal);
        }

        if (clone.Linked)
        {
            var sourceXml = await host.ReadXmlAsync(clone.Source, XmlView.Inactive, CancellationToken.None).ConfigureAwait(false);
            return await CreateAsync(new CreateVolume(clone.Resource, BackingStore.Put(clone.Xml, path, sourceXml)), task).ConfigureAwait(false);
        }

        try
        {
            await Content.CloneAsync(clone, cancellationToken).ConfigureAwait(false);
            return OperationResult.Undoable(new DeleteVolume(clone.Resource));
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.StorageVolExist)
        {
            return await AdoptAsync(clone.Resource, task).ConfigureAwait(false);
        }
    }

    private async Task<OperationResult> FetchAsync(FetchImage fetch, ResourceTask task, CancellationToken cancellationToken)
    {
        try
        {
            await new ImageFetch(host, Content, progress).RunAsync(fetch, cancellationToken).ConfigureAwait(false);
            return OperationResult.Undoable(new DeleteVolume(fetch.Resource));
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.StorageVolExist)
        {
            return await AdoptAsync(fetch.Resource, task).ConfigureAwait(false);
        }
        catch (ImageException exception)
        {
            return OperationResult.Failed(exception.ToDiagnostic(task.Span));
        }
        catch (MediaException exception)
        {
            return OperationResult.Failed(ApplyDiagnostics.ImageNotFetched(task.Span, fetch.Name, exception.Message));
        }
    }

    private async Task<OperationResult> UploadAsync(UploadVolume upload, ResourceTask task, CancellationToken cancellationToken)
    {
        try
        {
            await Content.UploadAsync(upload, images[upload.Path], cancellationToken).ConfigureAwait(false);
            return OperationResult.Undoable(new DeleteVolume(upload.Resource));
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.StorageVolExist)
        {
            return await AdoptAsync(upload.Resource, task).ConfigureAwait(false);
        }
        catch (SourceChangedException)
        {
            return OperationResult.Failed(ApplyDiagnostics.SourceChanged(task.Span, upload.Resource, upload.Path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return OperationResult.Failed(ApplyDiagnostics.SourceUnreadable(task.Span, upload.Resource, upload.Path, exception.Message));
        }
    }

    /// <summary>A volume can turn out to exist when its pool is started: fine if it is what the spec says.</summary>
    private async Task<OperationResult> AdoptAsync(ResourceId volume, ResourceTask task)
    {
        if (volume != task.Change.Id)
        {
            return OperationResult.Failed(ApplyDiagnostics.VolumeTaken(volume));
        }

        var observed = await host.ReadXmlAsync(volume, XmlView.Inactive, CancellationToken.None).ConfigureAwait(false);
        return observed is not null && task.Change.DesiredXml is not null && Redefinition.Compare(task.Change, observed).Changes.IsEmpty
            ? OperationResult.Done
            : OperationResult.Failed(ApplyDiagnostics.VolumeDiffers(task.Span, volume));
    }

    private static async Task UnlessGoneAsync(Task call)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound)
        {
            // Somebody removed it: that is what was wanted.
        }
    }

    private static async Task<OperationResult> DoneAsync(Task call)
    {
        await call.ConfigureAwait(false);
        return OperationResult.Done;
    }

    private static async Task<OperationResult> UndoableAsync(Task call, Operation undo)
    {
        await call.ConfigureAwait(false);
        return OperationResult.Undoable(undo);
    }
}
