using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>
/// One look at a host. What exists, runs and starts by itself comes from list calls, three per kind however many objects there are;
/// then all XML is asked for at once. Only the second batch depends on the first.
/// </summary>
internal sealed class LibvirtObservation(LibvirtClient client, LibvirtHandles handles, CancellationToken cancellationToken)
{
    public async Task<ObservedHost> ReadAsync(ObservationRequest request)
    {
        var declared = request.Declared.ToHashSet();
        var wanted = declared.Concat(request.References).Distinct().ToLookup(static id => id.Kind);
        var domains = DomainsAsync([.. wanted[ResourceKind.Domain]], declared, request.WithAllDomains);
        var networks = NetworksAsync([.. wanted[ResourceKind.Network]], declared);
        // Volumes say whether their pool runs, so all pools that matter are looked at.
        var pools = PoolsAsync([.. wanted[ResourceKind.StoragePool].Concat(PoolsOf(wanted[ResourceKind.StorageVolume])).Distinct()], declared);
        var volumes = Task.WhenAll(wanted[ResourceKind.StorageVolume].Select(id => VolumeAsync(id, request.WithContent.Contains(id))));
        await Task.WhenAll(domains, networks, pools, volumes).ConfigureAwait(false);

        var found = ImmutableDictionary.CreateBuilder<ResourceId, ObservedResource>();
        var references = ImmutableHashSet.CreateBuilder<ResourceId>();
        var others = ImmutableDictionary.CreateBuilder<ResourceId, ObservedResource>();
        var referencedVolumes = ImmutableDictionary.CreateBuilder<ResourceId, XElement>();
        foreach (var resource in domains.Result.Concat(networks.Result).Concat(pools.Result.Found).Concat(volumes.Result).OfType<ObservedResource>())
        {
            if (declared.Contains(resource.Id))
            {
                found[resource.Id] = resource;
            }
            else if (resource.Id.Kind == ResourceKind.Domain && request.WithAllDomains)
            {
                others[resource.Id] = resource;
            }
            else
            {
                references.Add(resource.Id);
                if (resource.Id.Kind == ResourceKind.StorageVolume)
                {
                    referencedVolumes[resource.Id] = resource.Inactive;
                }
            }
        }

        return new ObservedHost(found.ToImmutable(), references.ToImmutable(), pools.Result.Inactive) { ReferencedVolumes = referencedVolumes.ToImmutable(), OtherDomains = others.ToImmutable() };
    }

    private async Task<ObservedResource?[]> DomainsAsync(ResourceId[] ids, HashSet<ResourceId> declared, bool withAll)
    {
        if (ids.Length == 0 && !withAll)
        {
            return [];
        }

        var all = client.ListDomainsAsync(DomainListFlags.All, cancellationToken);
        var autostart = client.ListDomainsAsync(DomainListFlags.Autostart, cancellationToken);
        var transient = client.ListDomainsAsync(DomainListFlags.Transient, cancellationToken);
        await Task.WhenAll(all, autostart, transient).ConfigureAwait(false);
        var byName = all.Result.ToDictionary(static domain => domain.Name);
        var starting = autostart.Result.Select(static domain => domain.Uuid).ToHashSet();
        var passing = transient.Result.Select(static domain => domain.Uuid).ToHashSet();
        var read = withAll ? byName.Keys.Select(static name => new ResourceId(ResourceKind.Domain, name)).ToHashSet() : declared;
        return await Task.WhenAll((withAll ? read : ids.Where(id => byName.ContainsKey(id.Name))).Select(id =>
        {
            var domain = byName[id.Name];
            handles.Add(id, domain);
            return ObjectAsync(id, read, domain.IsActive, starting.Contains(domain.Uuid), !passing.Contains(domain.Uuid),
                () => client.GetDomainXmlAsync(domain, DomainXmlFlags.Inactive, cancellationToken),
                () => client.GetDomainXmlAsync(domain, DomainXmlFlags.Current, cancellationToken));
        })).ConfigureAwait(false);
    }

    private async Task<ObservedResource?[]> NetworksAsync(ResourceId[] ids, HashSet<ResourceId> declared)
    {
        if (ids.Length == 0)
        {
            return [];
        }

        var all = client.ListNetworksAsync(NetworkListFlags.All, cancellationToken);
        var active = client.ListNetworksAsync(NetworkListFlags.Active, cancellationToken);
        var autostart = client.ListNetworksAsync(NetworkListFlags.Autostart, cancellationToken);
        var transient = client.ListNetworksAsync(NetworkListFlags.Transient, cancellationToken);
        await Task.WhenAll(all, active, autostart, transient).ConfigureAwait(false);
        var byName = all.Result.ToDictionary(static network => network.Name);
        return await Task.WhenAll(ids.Where(id => byName.ContainsKey(id.Name)).Select(id =>
        {
            var network = byName[id.Name];
            handles.Add(id, network);
            return ObjectAsync(id, declared, active.Result.Contains(network), autostart.Result.Contains(network), !transient.Result.Contains(network),
                () => client.GetDefinitionAsync(network, cancellationToken),
                () => client.GetNetworkXmlAsync(network, NetworkXmlFlags.Current, cancellationToken));
        })).ConfigureAwait(false);
    }

    private async Task<(ObservedResource?[] Found, ImmutableHashSet<string> Inactive)> PoolsAsync(ResourceId[] ids, HashSet<ResourceId> declared)
    {
        if (ids.Length == 0)
        {
            return ([], []);
        }

        var all = client.ListStoragePoolsAsync(StoragePoolListFlags.All, cancellationToken);
        var active = client.ListStoragePoolsAsync(StoragePoolListFlags.Active, cancellationToken);
        var autostart = client.ListStoragePoolsAsync(StoragePoolListFlags.Autostart, cancellationToken);
        var transient = client.ListStoragePoolsAsync(StoragePoolListFlags.Transient, cancellationToken);
        await Task.WhenAll(all, active, autostart, transient).ConfigureAwait(false);
        var byName = all.Result.ToDictionary(static pool => pool.Name);
        var found = await Task.WhenAll(ids.Where(id => byName.ContainsKey(id.Name)).Select(id =>
        {
            var pool = byName[id.Name];
            handles.Add(id, pool);
            return ObjectAsync(id, declared, active.Result.Contains(pool), autostart.Result.Contains(pool), !transient.Result.Contains(pool),
                () => client.GetDefinitionAsync(pool, cancellationToken),
                () => client.GetStoragePoolXmlAsync(pool, StorageXmlFlags.Current, cancellationToken));
        })).ConfigureAwait(false);
        return (found, [.. ids.Select(static id => id.Name).Where(byName.ContainsKey).Where(name => !active.Result.Contains(byName[name]))]);
    }

    private static async Task<ObservedResource?> ObjectAsync(
        ResourceId id, HashSet<ResourceId> declared, bool isActive, bool autostart, bool isPersistent, Func<Task<string>> readInactive, Func<Task<string>> readLive)
    {
        if (!declared.Contains(id))
        {
            return new ObservedResource(id, new XElement(id.Kind.RootElement), null, autostart, isPersistent);
        }

        try
        {
            // Both are sent before either is awaited.
            var live = isActive ? readLive() : null;
            var inactive = XElement.Parse(await readInactive().ConfigureAwait(false));
            return new ObservedResource(id, inactive, live is null ? null : XElement.Parse(await live.ConfigureAwait(false)), autostart, isPersistent);
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    private async Task<ObservedResource?> VolumeAsync(ResourceId id, bool mayBeHalfMade)
    {
        var sign = mayBeHalfMade ? PathAsync(HalfMade.SignOf(id)) : null;
        try
        {
            var xml = XElement.Parse(await client.GetStorageVolumeXmlAsync(LibvirtHandles.Volume(id), cancellationToken).ConfigureAwait(false));
            return sign is not null && await sign.ConfigureAwait(false) is not null ? null : new ObservedResource(id, xml, null, Autostart: false);
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound || exception.Code is LibvirtErrorCode.OperationInvalid)
        {
            // No such volume, no such pool, or a pool that is not started: then its volumes can't be known.
            return null;
        }
    }

    private async Task<string?> PathAsync(ResourceId volume)
    {
        try
        {
            return await client.GetStorageVolumePathAsync(LibvirtHandles.Volume(volume), cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound || exception.Code is LibvirtErrorCode.OperationInvalid)
        {
            return null;
        }
    }

    private static IEnumerable<ResourceId> PoolsOf(IEnumerable<ResourceId> volumes) =>
        volumes.Select(static volume => new ResourceId(ResourceKind.StoragePool, volume.Pool!));
}
