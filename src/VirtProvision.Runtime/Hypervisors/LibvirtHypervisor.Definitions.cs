using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Defining, undefining, starting and stopping.</summary>
public sealed partial class LibvirtHypervisor
{
    // What belongs to a domain and is of no use without it. Its disks are not among them.
    private const DomainUndefineFlags Belongings =
        DomainUndefineFlags.ManagedSave | DomainUndefineFlags.SnapshotsMetadata | DomainUndefineFlags.CheckpointsMetadata | DomainUndefineFlags.Nvram;

    // As long as libvirt itself gives an agent that it asks for something of its own.
    private const int AgentSeconds = 5;

    // Without VALIDATE: libvirt reads its whole RELAX NG schema anew for each call; what it would find, the second look finds too.
    public async Task DefineAsync(ResourceId id, string xml, CancellationToken cancellationToken) => _handles.Add(id,
        id.Kind == ResourceKind.Domain ? await _client.DefineDomainAsync(xml, DomainDefineFlags.None, cancellationToken).ConfigureAwait(false)
        : id.Kind == ResourceKind.Network ? await _client.DefineNetworkAsync(xml, NetworkDefineFlags.None, cancellationToken).ConfigureAwait(false)
        : await _client.DefineStoragePoolAsync(xml, StoragePoolDefineFlags.None, cancellationToken).ConfigureAwait(false));

    public async Task UndefineAsync(ResourceId id, CancellationToken cancellationToken)
    {
        await OnAsync(id,
            domain => UndefineDomainAsync(domain, cancellationToken),
            network => _client.UndefineNetworkAsync(network, cancellationToken),
            pool => _client.UndefineStoragePoolAsync(pool, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        _handles.Forget(id);
    }

    public Task StartAsync(ResourceId id, CancellationToken cancellationToken) => OnAsync(id,
        domain => _client.StartDomainAsync(domain, DomainStartFlags.None, cancellationToken),
        network => _client.StartNetworkAsync(network, cancellationToken),
        pool => _client.StartStoragePoolAsync(pool, StoragePoolStartFlags.None, cancellationToken),
        cancellationToken);

    public async Task StartWithAsync(ResourceId domain, string xml, CancellationToken cancellationToken) =>
        _handles.Add(domain, await _client.CreateDomainAsync(xml, DomainStartFlags.None, cancellationToken).ConfigureAwait(false));

    public async Task<Stream> OpenConsoleAsync(ResourceId domain, CancellationToken cancellationToken) =>
        await _client.OpenConsoleAsync(await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), device: null, force: true, cancellationToken).ConfigureAwait(false);

    public async Task<string?> AskAgentAsync(ResourceId domain, string command, CancellationToken cancellationToken) =>
        await _client.AskGuestAgentAsync(await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), command, AgentSeconds, cancellationToken).ConfigureAwait(false);

    public Task StopAsync(ResourceId id, CancellationToken cancellationToken) => OnAsync(id,
        domain => _client.DestroyDomainAsync(domain, DomainDestroyFlags.Default, cancellationToken),
        network => _client.DestroyNetworkAsync(network, cancellationToken),
        pool => _client.DestroyStoragePoolAsync(pool, cancellationToken),
        cancellationToken);

    public Task SetAutostartAsync(ResourceId id, bool autostart, CancellationToken cancellationToken) => OnAsync(id,
        domain => _client.SetDomainAutostartAsync(domain, autostart, cancellationToken),
        network => _client.SetNetworkAutostartAsync(network, autostart, cancellationToken),
        pool => _client.SetStoragePoolAutostartAsync(pool, autostart, cancellationToken),
        cancellationToken);

    public async Task RequestShutdownAsync(ResourceId domain, CancellationToken cancellationToken)
    {
        try
        {
            await _client.ShutdownDomainAsync(await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), DomainShutdownFlags.Default, cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.OperationInvalid)
        {
            // It went off between the question and this.
            if (await IsActiveAsync(domain, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    private async Task UndefineDomainAsync(DomainRef domain, CancellationToken cancellationToken)
    {
        try
        {
            await _client.UndefineDomainAsync(domain, Belongings, cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.InvalidArg or LibvirtErrorCode.ArgumentUnsupported or LibvirtErrorCode.NoSupport)
        {
            // A driver that knows fewer flags, such as the test driver.
            await _client.UndefineDomainAsync(domain, DomainUndefineFlags.ManagedSave | DomainUndefineFlags.SnapshotsMetadata, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task OnAsync(
        ResourceId id, Func<DomainRef, Task> domain, Func<NetworkRef, Task> network, Func<StoragePoolRef, Task> pool, CancellationToken cancellationToken)
    {
        if (id.Kind == ResourceKind.Domain)
        {
            await domain(await _handles.DomainAsync(id, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        else if (id.Kind == ResourceKind.Network)
        {
            await network(await _handles.NetworkAsync(id, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        else
        {
            await pool(await _handles.PoolAsync(id, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}
