using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>
/// Lets the hypervisor copy into disks what lies below them: only it can do so in place. A domain that is off is started for it with its processors waiting, so
/// that nothing but this is written, and is off again after.
/// </summary>
internal static class DiskFlattening
{
    public static async Task<OperationResult> RunAsync(IHypervisor host, FlattenDisks flatten, ResourceTask task, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        var domain = flatten.Resource;
        if (await host.IsActiveAsync(domain, CancellationToken.None).ConfigureAwait(false))
        {
            return await PullAsync(host, flatten, task, progress, cancellationToken).ConfigureAwait(false);
        }

        // Its start would go on with that memory, and its end lose it.
        if (await host.HasSavedStateAsync(domain, CancellationToken.None).ConfigureAwait(false))
        {
            return OperationResult.Failed(ApplyDiagnostics.SavedStateInTheWay(domain));
        }

        await host.StartPausedAsync(domain, CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await PullAsync(host, flatten, task, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await host.StopAsync(domain, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<OperationResult> PullAsync(IHypervisor host, FlattenDisks flatten, ResourceTask task, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var target in flatten.Targets)
        {
            await host.PullDiskAsync(
                flatten.Resource, target, (done, total) => progress?.Report(new ApplyProgress(flatten.Resource, ApplyStage.Transfer, null, done, total)), cancellationToken).ConfigureAwait(false);
            var live = await host.ReadXmlAsync(flatten.Resource, XmlView.Live, CancellationToken.None).ConfigureAwait(false);
            var disk = live?.Element("devices")?.Elements("disk").FirstOrDefault(disk => disk.Element("target")?.Attribute("dev")?.Value == target);
            if (disk?.Element("backingStore")?.Element("source") is not null)
            {
                return OperationResult.Failed(ApplyDiagnostics.StillLayered(task.Span, flatten.Resource, target));
            }
        }

        return OperationResult.Done;
    }
}
