using System.Xml.Linq;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Kinds;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>Makes volumes that have content from the start. Whatever goes wrong, no half-made volume stays; a killed run's is known by its sign.</summary>
internal sealed class VolumeContent(IHypervisor host, VolumeClaims claims, IProgress<ApplyProgress>? progress, TimeProvider time)
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(500);

    // What must still be done for a run that was cancelled may not take for ever.
    private static readonly TimeSpan s_cleanupLimit = TimeSpan.FromSeconds(20);

    public Task UploadAsync(UploadVolume operation, LocalImage image, CancellationToken cancellationToken) =>
        MakeAsync(operation.Resource, async isFile =>
        {
            var xml = isFile ? AsEmptyFile(operation.Xml, image.Length) : XmlText.Write(operation.Xml);
            await host.CreateVolumeAsync(operation.Resource, xml, CancellationToken.None).ConfigureAwait(false);
            var content = new FileStream(image.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            await using (content.ConfigureAwait(false))
            {
                var report = new TransferProgress(progress, operation.Resource, image.Length);
                await host.UploadAsync(operation.Resource, content, sparse: isFile, report, cancellationToken).ConfigureAwait(false);
            }

            if (!image.IsUnchanged())
            {
                throw new SourceChangedException();
            }

            // libvirt tells a file's format by looking into it, when it refreshes its pool.
            await RefreshAsync(operation.Resource, cancellationToken).ConfigureAwait(false);
            var capacity = CapacityOf(operation.Xml);
            if (capacity > image.VirtualSize)
            {
                await host.ResizeVolumeAsync(operation.Resource, capacity.Value, shrink: false, cancellationToken).ConfigureAwait(false);
            }
        }, cancellationToken);

    public Task CloneAsync(CloneVolume operation, CancellationToken cancellationToken) =>
        MakeAsync(operation.Resource, async _ =>
        {
            var size = await host.ReadVolumeSizeAsync(operation.Source, cancellationToken).ConfigureAwait(false);
            await WatchAsync(CopyAsync(operation), operation.Resource, async () =>
            {
                if (progress is not null && size is not null && await host.ReadVolumeSizeAsync(operation.Resource, cancellationToken).ConfigureAwait(false) is { } made)
                {
                    progress.Report(new ApplyProgress(operation.Resource, ApplyStage.Transfer, null, Math.Min(made.Allocation, size.Allocation), size.Allocation));
                }
            }, cancellationToken).ConfigureAwait(false);

            // A copy of an image is as large as the image, whatever size was asked for.
            var capacity = CapacityOf(operation.Xml);
            if (capacity is not null && await host.ReadVolumeSizeAsync(operation.Resource, cancellationToken).ConfigureAwait(false) is { } copied && copied.Capacity < capacity)
            {
                await host.ResizeVolumeAsync(operation.Resource, capacity.Value, shrink: false, cancellationToken).ConfigureAwait(false);
            }
        }, cancellationToken);

    /// <summary>
    /// Waits for a copy that the host makes. Nothing stops it: when the run is stopped, the copy is over soon, or its volume is left under its sign for the next run.
    /// </summary>
    /// <param name="lookAsync">Done now and then meanwhile.</param>
    public async Task WatchAsync(Task copy, ResourceId volume, Func<Task> lookAsync, CancellationToken cancellationToken)
    {
        try
        {
            while (await Task.WhenAny(copy, Task.Delay(s_lookEvery, time, cancellationToken)).ConfigureAwait(false) != copy)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await lookAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            if (await Task.WhenAny(copy, Task.Delay(s_cleanupLimit, time, CancellationToken.None)).ConfigureAwait(false) != copy)
            {
                claims.Abandon(volume);
            }

            throw;
        }

        await copy.ConfigureAwait(false);
    }

    private async Task CopyAsync(CloneVolume operation)
    {
        var xml = XmlText.Write(operation.Xml);
        try
        {
            await host.CloneVolumeAsync(operation.Resource, xml, operation.Source, operation.IsReflink, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (operation.IsReflink && exception.Code is LibvirtErrorCode.InvalidArg)
        {
            // A driver that does not know the flag, such as the test driver, refuses before it does anything.
            await host.CloneVolumeAsync(operation.Resource, xml, operation.Source, reflink: false, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Makes a volume under its sign; it is removed when that fails. Whoever held the sign before keeps it.</summary>
    /// <param name="makeAsync">Told whether the volume is a file.</param>
    /// <exception cref="VolumeClaimedException">Another run is making it.</exception>
    public async Task MakeAsync(ResourceId volume, Func<bool, Task> makeAsync, CancellationToken cancellationToken)
    {
        var isHeld = claims.Holds(volume);
        var isFile = isHeld || await claims.ClaimAsync(volume, cancellationToken).ConfigureAwait(false);
        try
        {
            await makeAsync(isFile).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.StorageVolExist)
        {
            await ReleaseAsync(volume, isHeld).ConfigureAwait(false);
            throw;
        }
        catch (Exception exception) when (exception is LibvirtConnectionLostException || (isFile && !claims.Holds(volume)))
        {
            // Nothing can be removed now; the next run does it.
            throw;
        }
        catch
        {
            await RemoveAsync(volume).ConfigureAwait(false);
            await ReleaseAsync(volume, isHeld).ConfigureAwait(false);
            throw;
        }

        await ReleaseAsync(volume, isHeld).ConfigureAwait(false);
    }

    private Task ReleaseAsync(ResourceId volume, bool isHeld) => isHeld ? Task.CompletedTask : claims.ReleaseAsync(volume);

    public async Task RemoveAsync(params ResourceId?[] volumes)
    {
        using var limit = new CancellationTokenSource(s_cleanupLimit, time);
        foreach (var volume in volumes)
        {
            if (volume is null)
            {
                continue;
            }

            try
            {
                await host.DeleteVolumeAsync(volume, limit.Token).ConfigureAwait(false);
            }
            catch (LibvirtServerException exception) when (exception.IsNotFound)
            {
                // Gone already: that is what was wanted.
            }
        }
    }

    public async Task RefreshAsync(ResourceId volume, CancellationToken cancellationToken)
    {
        try
        {
            await host.RefreshPoolAsync(new ResourceId(ResourceKind.StoragePool, volume.Pool!), cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException)
        {
            // Refused while another volume of the pool is being written; libvirt refreshes by itself after each upload.
        }
    }

    // The file is made empty and raw, so that every byte not written is a zero: a qcow2 file that libvirt has made has bytes of its own, which would stay where the image has a hole.
    public static string AsEmptyFile(XElement xml, long length)
    {
        var empty = new XElement(xml);
        empty.Elements("capacity").Remove();
        empty.Elements("allocation").Remove();
        empty.Elements("backingStore").Remove();
        empty.Element("target")?.Elements("format").Remove();
        empty.Add(new XElement("capacity", length), new XElement("allocation", 0));
        return XmlText.Write(empty);
    }

    private static long? CapacityOf(XElement xml) =>
        xml.Element("capacity") is { } capacity ? ByteSize.Of(capacity) : null;

    private sealed class TransferProgress(IProgress<ApplyProgress>? target, ResourceId volume, long total) : IProgress<long>
    {
        public void Report(long value) => target?.Report(new ApplyProgress(volume, ApplyStage.Transfer, null, value, total));
    }
}

/// <summary>The image file is not any more what was looked at.</summary>
internal sealed class SourceChangedException : Exception;
