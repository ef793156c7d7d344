using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Cloning;

/// <summary>
/// An original that runs while it is cloned: it writes to layers of its own meanwhile, so that its images stand still. Before all else, and whatever comes, what it
/// wrote goes back into its images, and its disks are what they were. See docs/decisions/clone-of-a-running-domain.md.
/// </summary>
internal sealed class LiveOriginal(IHypervisor host, ResourceId domain, bool isLocal, IProgress<ApplyProgress>? progress)
{
    private const string Suffix = ".virtprovision-live";
    private const int Attempts = 3;

    /// <summary>The disks of a domain that write to a layer of ours.</summary>
    public static ImmutableArray<LiveLayer> LayersOf(XElement xml) =>
        [.. from disk in new CloneSource(xml).Disks let path = CloneSource.PathOf(disk) where path is not null && path.EndsWith(Suffix, StringComparison.Ordinal) select new LiveLayer(CloneSource.TargetOf(disk), path)];

    /// <summary>Lets the disks that are copied stand still.</summary>
    /// <param name="mark">Of the run, so that another one knows whether it lives.</param>
    /// <returns>Why that can't be; nothing was changed then.</returns>
    public async Task<Diagnostic?> HoldAsync(ClonePlan plan, RunMark mark, DiagnosticBag findings)
    {
        var disks = plan.Clones.SelectMany(static clone => clone.Disks).Where(static disk => disk.Image is { IsLayer: false }).DistinctBy(static disk => disk.Target).ToDictionary(static disk => disk.Target);
        if (disks.Count is 0)
        {
            return null;
        }

        progress?.Report(new ApplyProgress(domain, ApplyStage.Operation, "holding the disks of"));
        var xml = XmlText.Write(new XElement("domainsnapshot", new XElement("disks", plan.Source.Disks.Select(disk => DiskOf(disk, disks, mark)))));
        var refusal = "no guest agent answers";
        var live = await host.ReadXmlAsync(domain, XmlView.Live, CancellationToken.None).ConfigureAwait(false);
        if (live is not null && LayersOf(live) is [var layer, ..])
        {
            return CloningDiagnostics.HeldByAnother(domain.Name, layer);
        }

        if (HasAgent(live))
        {
            try
            {
                await host.LayerDisksAsync(domain, xml, freeze: true, CancellationToken.None).ConfigureAwait(false);
                return null;
            }
            catch (LibvirtServerException exception)
            {
                refusal = exception.Message.TrimEnd('.');
            }
        }

        try
        {
            await host.LayerDisksAsync(domain, xml, freeze: false, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception)
        {
            return CloningDiagnostics.NotHeld(domain.Name, exception.Message);
        }

        findings.Add(CloningDiagnostics.NotFrozen(domain.Name, refusal));
        return null;
    }

    /// <summary>Brings back what is in layers of ours; one that was shut down meanwhile is started for it with its processors waiting.</summary>
    /// <returns>Whether there was anything to bring back.</returns>
    public async Task<bool> ReturnAsync(DiagnosticBag findings)
    {
        if (await host.ReadXmlAsync(domain, XmlView.Inactive, CancellationToken.None).ConfigureAwait(false) is not { } xml)
        {
            return false;
        }

        var isActive = await host.IsActiveAsync(domain, CancellationToken.None).ConfigureAwait(false);
        var layers = LayersOf(isActive ? await host.ReadXmlAsync(domain, XmlView.Live, CancellationToken.None).ConfigureAwait(false) ?? xml : xml);
        if (layers.IsEmpty)
        {
            return false;
        }

        progress?.Report(new ApplyProgress(domain, ApplyStage.Operation, "bringing back the disks of"));
        if (isActive)
        {
            await ReturnAsync(layers, findings).ConfigureAwait(false);
            return true;
        }

        if (await host.HasSavedStateAsync(domain, CancellationToken.None).ConfigureAwait(false))
        {
            findings.Add(CloningDiagnostics.NotReturned(domain.Name, layers[0], "it was shut down with its memory saved, which a start would use up."));
            return true;
        }

        try
        {
            await host.StartPausedAsync(domain, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception)
        {
            findings.Add(CloningDiagnostics.NotReturned(domain.Name, layers[0], $"it was shut down, and can't be started for it: {exception.Message.TrimEnd('.')}."));
            return true;
        }

        try
        {
            await ReturnAsync(layers, findings).ConfigureAwait(false);
        }
        finally
        {
            await host.StopAsync(domain, CancellationToken.None).ConfigureAwait(false);
        }

        return true;
    }

    private async Task ReturnAsync(ImmutableArray<LiveLayer> layers, DiagnosticBag findings)
    {
        foreach (var layer in layers)
        {
            if (await CommitAsync(layer).ConfigureAwait(false) is { } why)
            {
                findings.Add(CloningDiagnostics.NotReturned(domain.Name, layer, why));
            }
            else
            {
                await DeleteAsync(layer, findings).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Why it failed; the disk goes on in its layer then.</returns>
    private async Task<string?> CommitAsync(LiveLayer layer)
    {
        var why = "libvirt ended writing before all was there; mostly there is no space left.";
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                await host.CommitDiskAsync(domain, layer.Target, CancellationToken.None).ConfigureAwait(false);
            }
            catch (LibvirtServerException exception)
            {
                why = exception.Message.TrimEnd('.') + ".";
            }

            var live = await host.ReadXmlAsync(domain, XmlView.Live, CancellationToken.None).ConfigureAwait(false);
            if (live is not null && !LayersOf(live).Contains(layer))
            {
                return null;
            }
        }

        return why;
    }

    // No pool has heard of it, unless somebody had it looked through meanwhile.
    private async Task DeleteAsync(LiveLayer layer, DiagnosticBag findings)
    {
        var (folder, name) = HostPath.Split(layer.Path);
        try
        {
            if (isLocal)
            {
                File.Delete(layer.Path);
                return;
            }

            var pools = await host.LookAgain().PoolsAsync(CancellationToken.None).ConfigureAwait(false);
            if (pools.FirstOrDefault(pool => pool.IsActive && pool.TargetPath is { } target && HostPath.Tidy(target) == folder) is { } found)
            {
                await host.RefreshPoolAsync(new ResourceId(ResourceKind.StoragePool, found.Name), CancellationToken.None).ConfigureAwait(false);
                await host.DeleteVolumeAsync(new ResourceId(ResourceKind.StorageVolume, name, found.Name), CancellationToken.None).ConfigureAwait(false);
                return;
            }
        }
        catch (Exception exception) when (exception is LibvirtServerException or IOException or UnauthorizedAccessException)
        {
            // Told below: it is of no use any more, and does no harm.
        }

        findings.Add(CloningDiagnostics.LayerStays(layer.Path));
    }

    private static XElement DiskOf(XElement disk, Dictionary<string, CloneDisk> copied, RunMark mark)
    {
        var target = CloneSource.TargetOf(disk);
        if (!copied.TryGetValue(target, out var copy))
        {
            return new XElement("disk", new XAttribute("name", target), new XAttribute("snapshot", "no"));
        }

        // Beside the image; where that is a device, beside its copy.
        var beside = disk.Attribute("type")?.Value is "block" && copy.Type is "file" ? copy.Path! : copy.SourcePath!;
        return new XElement("disk",
            new XAttribute("name", target),
            new XAttribute("snapshot", "external"),
            new XAttribute("type", "file"),
            new XElement("driver", new XAttribute("type", "qcow2")),
            new XElement("source", new XAttribute("file", $"{(beside.StartsWith("/dev/", StringComparison.Ordinal) ? $"/var/lib/libvirt/images/{HostPath.Split(beside).Name}" : beside)}.{mark.Name}{Suffix}")));
    }

    private static bool HasAgent(XElement? live) => live?.Element("devices")?.Elements("channel").Any(static channel =>
        channel.Element("target") is { } target && target.Attribute("name")?.Value is "org.qemu.guest_agent.0" && target.Attribute("state")?.Value is "connected") is true;
}

/// <summary>A layer of ours that a disk writes to.</summary>
/// <param name="Target"><c>vda</c>.</param>
internal sealed record LiveLayer(string Target, string Path)
{
    /// <summary>The mark of the run that made it.</summary>
    public string? Mark => Path.LastIndexOf(".virtprovision-run-", StringComparison.Ordinal) is var start and >= 0 ? Path[(start + 1)..^".virtprovision-live".Length] : null;

    /// <summary>Whether that run is still at it; null where nobody here knows.</summary>
    public bool? IsHeld => Mark is { } mark ? RunMark.IsAtWork(mark) : false;
}
