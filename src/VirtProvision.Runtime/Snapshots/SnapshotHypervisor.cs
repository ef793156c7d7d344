using System.Xml.Linq;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>
/// A host of files. It keeps libvirt's rules about what exists and what runs and refuses as libvirt does, but fills nothing in: what is defined is
/// read back as it was given.
/// </summary>
internal sealed partial class SnapshotHypervisor : IHypervisor
{
    private readonly SnapshotHost _host;
    private readonly SnapshotState _state;

    public SnapshotHypervisor(SnapshotHost host)
    {
        _host = host;
        _state = host.State;
        Inventory = new SnapshotInventory(host);
    }

    public IHostInventory Inventory { get; }

    public IHostInventory LookAgain() => new SnapshotInventory(_host);

    public IGuestReader Guests => new SnapshotGuests(this, _state);

    public IGuestControl GuestControl => new SnapshotGuests(this, _state);

    public Task<ObservedHost> ObserveAsync(ObservationRequest request, CancellationToken cancellationToken) => Do(() =>
    {
        var found = ImmutableDictionary.CreateBuilder<ResourceId, ObservedResource>();
        var references = ImmutableHashSet.CreateBuilder<ResourceId>();
        var referencedVolumes = ImmutableDictionary.CreateBuilder<ResourceId, XElement>();
        foreach (var id in request.Declared.Concat(request.References).Distinct())
        {
            if (_state.Find(id) is not { } item || (request.WithContent.Contains(id) && _state.Find(HalfMade.SignOf(id)) is not null))
            {
                continue;
            }

            if (request.Declared.Contains(id))
            {
                found[id] = ObservedOf(id, item);
                continue;
            }

            references.Add(id);
            if (id.Kind == ResourceKind.StorageVolume)
            {
                referencedVolumes[id] = new XElement(item.Definition);
            }
        }

        var pools = request.Declared.Concat(request.References)
            .Select(static id => id.Kind == ResourceKind.StorageVolume ? id.Pool! : id.Kind == ResourceKind.StoragePool ? id.Name : null).OfType<string>().Distinct();
        var others = request.WithAllDomains
            ? _state.All(ResourceKind.Domain)
                .Select(static pair => (Id: new ResourceId(ResourceKind.Domain, pair.Key), Item: pair.Value))
                .Where(pair => !found.ContainsKey(pair.Id))
                .ToImmutableDictionary(static pair => pair.Id, static pair => ObservedOf(pair.Id, pair.Item))
            : ImmutableDictionary<ResourceId, ObservedResource>.Empty;
        return new ObservedHost(
            found.ToImmutable(),
            references.ToImmutable(),
            [.. pools.Where(pool => _state.All(ResourceKind.StoragePool).TryGetValue(pool, out var item) && !item.IsActive)])
        {
            ReferencedVolumes = referencedVolumes.ToImmutable(),
            OtherDomains = others,
        };
    });

    public Task<HostFacts> ReadFactsAsync(CancellationToken cancellationToken) => Do(_host.ReadFacts);

    public Task<HostVersions?> ReadVersionsAsync(CancellationToken cancellationToken) => Task.FromResult<HostVersions?>(null);

    public Task<DomainCapabilities?> ReadDomainCapabilitiesAsync(DomainCapabilitiesQuery query, CancellationToken cancellationToken) =>
        Do(() => _host.ReadDomainCapabilities(query));

    public Task<ImmutableArray<string>> ReadCpuSecurityFeaturesAsync(DomainCapabilities domain, CancellationToken cancellationToken) =>
        Do(() => _host.CpuSecurityFeatures(domain.Arch));

    public Task<ImmutableDictionary<ResourceId, ImmutableArray<string>>> ReadAttachedDomainsAsync(CancellationToken cancellationToken) => Do(() =>
        _state.All(ResourceKind.Domain).Where(static domain => domain.Value.IsActive)
            .SelectMany(static domain => NetworksOf(domain.Value.Live).Select(network => (Network: network, Domain: domain.Key)))
            .GroupBy(static link => link.Network, static link => link.Domain)
            .ToImmutableDictionary(
                static group => new ResourceId(ResourceKind.Network, group.Key),
                static group => group.Distinct().Order(StringComparer.Ordinal).ToImmutableArray()));

    public Task<ImmutableArray<ListedDomain>> ListDomainsAsync(CancellationToken cancellationToken) => Do<ImmutableArray<ListedDomain>>(() =>
    [
        .. _state.All(ResourceKind.Domain)
            .Where(static domain => domain.Value.IsActive || domain.Value.IsPersistent)
            .Select(static domain => new ListedDomain(domain.Key, domain.Value.Uuid ?? Guid.Empty, domain.Value.IsActive ? domain.Value.Number : null)),
    ]);

    public Task<XElement?> ReadXmlAsync(ResourceId id, XmlView view, CancellationToken cancellationToken) => Do(() =>
    {
        var isLive = view is XmlView.Live or XmlView.LiveWithSecrets;
        if (_state.Find(id) is not { } item || (isLive && !item.IsActive && id.Kind != ResourceKind.StorageVolume))
        {
            return null;
        }

        var xml = isLive && id.Kind != ResourceKind.StorageVolume ? item.Live : item.Definition;
        return view is XmlView.InactiveWithSecrets or XmlView.LiveWithSecrets ? new XElement(xml) : Shown(id, xml);
    });

    public Task<bool> IsActiveAsync(ResourceId id, CancellationToken cancellationToken) => Do(() => _state.Find(id) is { IsActive: true });

    public Task<string?> ReadVolumePathAsync(ResourceId volume, CancellationToken cancellationToken) => Do(() =>
        _state.Find(volume) is { } item ? SnapshotVolume.PathOf(item.Definition) : null);

    public Task<VolumeSize?> ReadVolumeSizeAsync(ResourceId volume, CancellationToken cancellationToken) => Do(() =>
        _state.Find(volume) is { } item ? SnapshotVolume.SizeOf(item.Definition) : null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IEnumerable<string> NetworksOf(XElement domain) =>
        domain.Element("devices")?.Elements("interface").Select(static port => port.Element("source")?.Attribute("network")?.Value).OfType<string>() ?? [];

    private static ObservedResource ObservedOf(ResourceId id, SnapshotObject item) =>
        new(id, Shown(id, item.Definition), item.IsActive ? Shown(id, item.Live) : null, item.IsAutostart, item.IsPersistent);

    private static XElement Shown(ResourceId id, XElement xml) => id.Kind == ResourceKind.Domain ? DomainSecrets.Without(xml) : new XElement(xml);

    private Task<T> Do<T>(Func<T> action)
    {
        lock (_state.Gate)
        {
            try
            {
                return Task.FromResult(action());
            }
            catch (LibvirtException exception)
            {
                return Task.FromException<T>(exception);
            }
        }
    }

    private Task<bool> Do(Action action) => Do(() =>
    {
        action();
        return true;
    });
}
