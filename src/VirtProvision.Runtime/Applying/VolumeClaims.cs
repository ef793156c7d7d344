using System.Collections.Concurrent;
using System.Xml.Linq;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>
/// The volumes that this run is making: each has its sign beside it until it is whole. What a killed run left under such signs is made anew; what another run is
/// making is left to it. See docs/decisions/half-made-volumes.md.
/// </summary>
internal sealed class VolumeClaims(IHypervisor host, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(250);

    // libvirt goes on copying for a run that was killed, and gives the volume free at the end.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    // What must still be done for a run that was cancelled may not take for ever.
    private static readonly TimeSpan s_cleanupLimit = TimeSpan.FromSeconds(20);

    // Of a run on another machine nobody knows whether it lives; one that moves nothing for so long is taken for dead.
    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Task<bool>> _pools = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ResourceId, bool> _held = new();
    private readonly Lazy<RunMark> _mark = new(static () => new RunMark());

    public bool Holds(ResourceId volume) => _held.ContainsKey(volume);

    /// <summary>Begins a volume; whatever a killed run left of it is gone then.</summary>
    /// <returns>Whether the volume is a file. Only then it has a sign.</returns>
    /// <exception cref="VolumeClaimedException">Another run is making it.</exception>
    public async Task<bool> ClaimAsync(ResourceId volume, CancellationToken cancellationToken)
    {
        if (!await _pools.GetOrAdd(volume.Pool!, AnnounceAsync).ConfigureAwait(false))
        {
            return false;
        }

        if (!await TrySignAsync(volume).ConfigureAwait(false))
        {
            await TakeOverAsync(volume, cancellationToken).ConfigureAwait(false);
            if (!await TrySignAsync(volume).ConfigureAwait(false))
            {
                throw new VolumeClaimedException(volume, null);
            }
        }

        _held[volume] = true;
        return true;
    }

    /// <summary>The volume is whole, or gone.</summary>
    public async Task ReleaseAsync(ResourceId volume)
    {
        if (_held.TryRemove(volume, out _))
        {
            using var limit = new CancellationTokenSource(s_cleanupLimit, time);
            await DeleteAsync(HalfMade.SignOf(volume), limit.Token).ConfigureAwait(false);
        }
    }

    /// <summary>The volume stays as it is, and its sign beside it: the next run makes it anew.</summary>
    public void Abandon(ResourceId volume) => _held.TryRemove(volume, out _);

    /// <summary>Removes what killed runs left in a pool; what domains use by now stays, and only its sign goes.</summary>
    public async Task SweepAsync(string pool, CancellationToken cancellationToken)
    {
        if (!await _pools.GetOrAdd(pool, AnnounceAsync).ConfigureAwait(false))
        {
            return;
        }

        var volumes = await host.LookAgain().VolumesAsync(pool, cancellationToken).ConfigureAwait(false);
        foreach (var sign in volumes.Where(volume => HalfMade.OfSign(volume.Name) is not null && OwnerOf(volume, volumes, _mark.Value.Name) is null).ToArray())
        {
            if (await DeleteAsync(IdOf(sign), cancellationToken).ConfigureAwait(false))
            {
                await RemoveRestAsync(IdOf(sign) with { Name = HalfMade.OfSign(sign.Name)! }, cancellationToken).ConfigureAwait(false);
            }
        }

        await RemoveMarksAsync(volumes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether killed runs left anything among the volumes of a pool.</summary>
    public static bool IsAnythingLeft(ImmutableArray<HostVolume> volumes) => volumes.Any(volume =>
        RunMark.IsOne(volume.Name) ? RunMark.IsAtWork(volume.Name) is false : HalfMade.OfSign(volume.Name) is not null && OwnerOf(volume, volumes) is null);

    public async ValueTask DisposeAsync()
    {
        if (!_mark.IsValueCreated)
        {
            return;
        }

        try
        {
            using var limit = new CancellationTokenSource(s_cleanupLimit, time);
            foreach (var (pool, _) in _pools.Where(static pool => pool.Value is { IsCompletedSuccessfully: true, Result: true }))
            {
                await DeleteAsync(MarkIn(pool), limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is LibvirtException or OperationCanceledException)
        {
            // The next run in that pool finds nobody behind the mark, and removes it.
        }
        finally
        {
            _mark.Value.Dispose();
        }
    }

    private async Task<bool> AnnounceAsync(string pool)
    {
        var xml = await host.ReadXmlAsync(new ResourceId(ResourceKind.StoragePool, pool), XmlView.Inactive, CancellationToken.None).ConfigureAwait(false);
        if (!HalfMade.IsPossibleIn(xml?.Attribute("type")?.Value))
        {
            return false;
        }

        await host.CreateVolumeAsync(MarkIn(pool), HalfMade.EmptyXml(MarkIn(pool)), CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> TrySignAsync(ResourceId volume)
    {
        try
        {
            await host.CreateVolumeAsync(HalfMade.SignOf(volume), HalfMade.EmptyXml(HalfMade.SignOf(volume)), CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.StorageVolExist)
        {
            return false;
        }
    }

    private async Task TakeOverAsync(ResourceId volume, CancellationToken cancellationToken)
    {
        var volumes = await host.LookAgain().VolumesAsync(volume.Pool!, cancellationToken).ConfigureAwait(false);
        var sign = volumes.FirstOrDefault(found => found.Name == HalfMade.SignOf(volume).Name);
        if (sign is null)
        {
            return;
        }

        if (OwnerOf(sign, volumes, _mark.Value.Name) is { } owner)
        {
            throw new VolumeClaimedException(volume, owner);
        }

        // Of several that want it, the one that deletes the sign may delete the volume too.
        if (!await DeleteAsync(IdOf(sign), cancellationToken).ConfigureAwait(false))
        {
            throw new VolumeClaimedException(volume, null);
        }

        await RemoveRestAsync(volume, cancellationToken).ConfigureAwait(false);
        await RemoveMarksAsync(volumes, cancellationToken).ConfigureAwait(false);
    }

    private async Task RemoveMarksAsync(ImmutableArray<HostVolume> volumes, CancellationToken cancellationToken)
    {
        foreach (var mark in volumes.Where(volume => RunMark.IsOne(volume.Name) && volume.Name != _mark.Value.Name && RunMark.IsAtWork(volume.Name) is false))
        {
            await DeleteAsync(IdOf(mark), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The mark of the run that is making what a sign stands beside; null when there is none any more.</summary>
    /// <param name="volumes">Those of the pool.</param>
    /// <param name="own">The mark of the run that asks.</param>
    public static string? OwnerOf(HostVolume sign, ImmutableArray<HostVolume> volumes, string? own = null)
    {
        var begun = ChangedAt(sign);
        var beside = volumes.FirstOrDefault(volume => volume.Name == HalfMade.OfSign(sign.Name));
        var now = volumes.FirstOrDefault(volume => volume.Name == own) is { } ownMark ? ChangedAt(ownMark) : null;

        // Whoever makes something has left its mark before.
        return volumes.Where(mark => RunMark.IsOne(mark.Name) && mark.Name != own && !(ChangedAt(mark) > begun)).Select(static mark => mark.Name).FirstOrDefault(mark =>
            RunMark.IsAtWork(mark) ?? !(now - Later(begun, beside is null ? null : ChangedAt(beside)) > (decimal)s_silence.TotalSeconds));
    }

    private static decimal? Later(decimal? one, decimal? other) => one is null || other > one ? other : one;

    private static decimal? ChangedAt(HostVolume volume) =>
        decimal.TryParse(volume.Xml.Element("target")?.Element("timestamps")?.Element("mtime")?.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    // Signs go after the domain is there: a run that was killed between leaves volumes that are whole.
    private async Task RemoveRestAsync(ResourceId volume, CancellationToken cancellationToken)
    {
        if (await host.ReadVolumePathAsync(volume, CancellationToken.None).ConfigureAwait(false) is not { } path || await IsUsedAsync(volume, path, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var deadline = time.GetTimestamp();
        while (true)
        {
            try
            {
                await DeleteAsync(volume, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.OperationInvalid && time.GetElapsedTime(deadline) < s_patience)
            {
                await Task.Delay(s_lookEvery, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> IsUsedAsync(ResourceId volume, string path, CancellationToken cancellationToken)
    {
        var domains = await host.LookAgain().DomainsAsync(cancellationToken).ConfigureAwait(false);
        return domains.SelectMany(static domain => domain.Xml.Descendants()).Any(element => NamesIt(element, volume, path));
    }

    private static bool NamesIt(XElement element, ResourceId volume, string path) => element.Name.LocalName switch
    {
        "source" => element.Attributes().Any(attribute => attribute.Name.LocalName is "file" or "dev" && attribute.Value == path)
            || (element.Attribute("volume")?.Value == volume.Name && element.Attribute("pool")?.Value == volume.Pool),
        "nvram" => element.Value == path,
        _ => false,
    };

    /// <returns>Whether this call deleted it.</returns>
    private async Task<bool> DeleteAsync(ResourceId volume, CancellationToken cancellationToken)
    {
        try
        {
            await host.DeleteVolumeAsync(volume, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound)
        {
            return false;
        }
    }

    private ResourceId MarkIn(string pool) => new(ResourceKind.StorageVolume, _mark.Value.Name, pool);

    private static ResourceId IdOf(HostVolume volume) => new(ResourceKind.StorageVolume, volume.Name, volume.Pool);
}

/// <summary>Another run is making the volume.</summary>
/// <param name="owner">Its mark; null where it came first by a hair.</param>
internal sealed class VolumeClaimedException(ResourceId volume, string? owner) : Exception
{
    public ResourceId Volume => volume;

    public string? Owner => owner;
}
