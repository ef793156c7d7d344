using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>A host behind a libvirt connection.</summary>
public sealed partial class LibvirtHypervisor : IHypervisor
{
    private readonly LibvirtClient _client;
    private readonly LibvirtHandles _handles;
    private readonly LibvirtMachines _machines;
    private readonly LibvirtGuests _guests;
    private readonly AskingConnection _asking;

    /// <param name="openWriting">
    /// Opens a second connection that may write. Some questions are refused to a read-only one, as their answer runs the emulator; it is opened when the first
    /// of them is asked, and nothing is ever written on it. Null: those questions stay open, unless <paramref name="client"/> itself may write.
    /// </param>
    public LibvirtHypervisor(LibvirtClient client, Func<CancellationToken, Task<LibvirtClient>>? openWriting = null)
    {
        _client = client;
        _handles = new LibvirtHandles(client);
        _asking = new AskingConnection(client, openWriting);
        _machines = new LibvirtMachines(_asking);
        _guests = new LibvirtGuests(client, _handles, _asking);
        Inventory = new LibvirtInventory(client);
    }

    public IGuestReader Guests => _guests;

    public IGuestControl GuestControl => _guests;

    public Task<ObservedHost> ObserveAsync(ObservationRequest request, CancellationToken cancellationToken) =>
        new LibvirtObservation(_client, _handles, cancellationToken).ReadAsync(request);

    public async Task<ImmutableArray<ListedDomain>> ListDomainsAsync(CancellationToken cancellationToken)
    {
        var listed = await _client.ListDomainsAsync(DomainListFlags.All, cancellationToken).ConfigureAwait(false);
        foreach (var domain in listed)
        {
            _handles.Add(new ResourceId(ResourceKind.Domain, domain.Name), domain);
        }

        return [.. listed.Select(static domain => new ListedDomain(domain.Name, domain.Uuid, domain.IsActive ? domain.Id : null))];
    }

    public async Task<XElement?> ReadXmlAsync(ResourceId id, XmlView view, CancellationToken cancellationToken)
    {
        try
        {
            if (view is XmlView.Live or XmlView.LiveWithSecrets && !await IsActiveAsync(id, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            return XElement.Parse(await XmlTextAsync(id, view, cancellationToken).ConfigureAwait(false));
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound)
        {
            _handles.Forget(id);
            return null;
        }
    }

    public async Task<bool> IsActiveAsync(ResourceId id, CancellationToken cancellationToken)
    {
        var isActive = false;
        try
        {
            await OnAsync(id,
                async domain => isActive = await _client.IsDomainActiveAsync(domain, cancellationToken).ConfigureAwait(false),
                async network => isActive = await _client.IsNetworkActiveAsync(network, cancellationToken).ConfigureAwait(false),
                async pool => isActive = await _client.IsStoragePoolActiveAsync(pool, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound)
        {
            _handles.Forget(id);
        }

        return isActive;
    }

    public async Task<string?> ReadVolumePathAsync(ResourceId volume, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetStorageVolumePathAsync(LibvirtHandles.Volume(volume), cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    public async Task<VolumeSize?> ReadVolumeSizeAsync(ResourceId volume, CancellationToken cancellationToken)
    {
        try
        {
            var usage = await _client.GetStorageVolumeUsageAsync(LibvirtHandles.Volume(volume), cancellationToken).ConfigureAwait(false);
            return new VolumeSize((long)usage.Capacity, (long)usage.Allocation);
        }
        catch (LibvirtServerException)
        {
            // Asked for while a copy is begun, when the file may not be there yet.
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _asking.DisposeAsync().ConfigureAwait(false);
        await _client.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<string> XmlTextAsync(ResourceId id, XmlView view, CancellationToken cancellationToken)
    {
        if (id.Kind == ResourceKind.StorageVolume)
        {
            return await _client.GetStorageVolumeXmlAsync(LibvirtHandles.Volume(id), cancellationToken).ConfigureAwait(false);
        }

        var text = "";
        var domainView = view switch
        {
            XmlView.Live => DomainXmlFlags.Current,
            XmlView.LiveWithSecrets => DomainXmlFlags.Current | DomainXmlFlags.Secure,
            XmlView.Inactive => DomainXmlFlags.Inactive,
            _ => DomainXmlFlags.Inactive | DomainXmlFlags.Secure,
        };
        var isLive = view is XmlView.Live or XmlView.LiveWithSecrets;
        await OnAsync(id,
            async domain => text = await _client.GetDomainXmlAsync(domain, domainView, cancellationToken).ConfigureAwait(false),
            async network => text = await (isLive ? _client.GetNetworkXmlAsync(network, NetworkXmlFlags.Current, cancellationToken) : _client.GetDefinitionAsync(network, cancellationToken)).ConfigureAwait(false),
            async pool => text = await (isLive ? _client.GetStoragePoolXmlAsync(pool, StorageXmlFlags.Current, cancellationToken) : _client.GetDefinitionAsync(pool, cancellationToken)).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return text;
    }
}
