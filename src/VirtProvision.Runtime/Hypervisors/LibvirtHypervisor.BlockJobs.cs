using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Long work on the disks of running domains.</summary>
public sealed partial class LibvirtHypervisor
{
    // libvirt tells of a job's end by an event, but of its progress only whoever asks.
    private static readonly TimeSpan s_jobLook = TimeSpan.FromMilliseconds(200);

    public async Task StartPausedAsync(ResourceId domain, CancellationToken cancellationToken) =>
        await _client.StartDomainAsync(await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), DomainStartFlags.Paused, cancellationToken).ConfigureAwait(false);

    public async Task<bool> HasSavedStateAsync(ResourceId domain, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.HasManagedSaveAsync(await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Libvirt.Errors.LibvirtServerException exception) when (exception.IsNotFound || exception.Code is Libvirt.Errors.LibvirtErrorCode.NoSupport)
        {
            return false;
        }
    }

    public async Task LayerDisksAsync(ResourceId domain, string snapshotXml, bool freeze, CancellationToken cancellationToken) =>
        await _client.SnapshotDisksAsync(
            await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false),
            snapshotXml,
            DomainSnapshotFlags.DiskOnly | DomainSnapshotFlags.NoMetadata | DomainSnapshotFlags.Atomic | (freeze ? DomainSnapshotFlags.Quiesce : DomainSnapshotFlags.None),
            cancellationToken).ConfigureAwait(false);

    public async Task CommitDiskAsync(ResourceId domain, string target, CancellationToken cancellationToken)
    {
        var handle = await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false);
        if (await _client.GetBlockJobAsync(handle, target, cancellationToken).ConfigureAwait(false) is null)
        {
            await _client.CommitBlocksAsync(handle, target, cancellationToken).ConfigureAwait(false);
        }

        while (await _client.GetBlockJobAsync(handle, target, cancellationToken).ConfigureAwait(false) is { } job)
        {
            if (job.Done >= job.Total)
            {
                try
                {
                    await _client.PivotBlocksAsync(handle, target, cancellationToken).ConfigureAwait(false);
                    return;
                }
                catch (Libvirt.Errors.LibvirtServerException exception) when (exception.Code is Libvirt.Errors.LibvirtErrorCode.BlockCopyActive)
                {
                    // All is written, and QEMU has yet to say so.
                }
            }

            await Task.Delay(s_jobLook, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task PullDiskAsync(ResourceId domain, string target, Action<long, long>? moved, CancellationToken cancellationToken)
    {
        var handle = await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false);
        await _client.PullBlocksAsync(handle, target, cancellationToken).ConfigureAwait(false);
        try
        {
            while (await _client.GetBlockJobAsync(handle, target, cancellationToken).ConfigureAwait(false) is { } job)
            {
                moved?.Invoke((long)job.Done, (long)job.Total);
                await Task.Delay(s_jobLook, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await _client.AbortBlockJobAsync(handle, target, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
