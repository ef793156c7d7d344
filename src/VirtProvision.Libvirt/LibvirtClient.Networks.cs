using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>Virtual networks.</summary>
public sealed partial class LibvirtClient
{
    public Task<ImmutableArray<NetworkRef>> ListNetworksAsync(NetworkListFlags filter = NetworkListFlags.All, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.ListAll, filter, cancellationToken);

    public Task<NetworkRef> LookupNetworkAsync(string name, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.LookupByName, name, cancellationToken);

    public Task<NetworkRef> LookupNetworkAsync(Guid uuid, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.LookupByUuid, uuid, cancellationToken);

    /// <summary>The network, or null when there is none of that name.</summary>
    public Task<NetworkRef?> FindNetworkAsync(string name, CancellationToken cancellationToken = default) =>
        OrNullAsync(LookupNetworkAsync(name, cancellationToken));

    public Task<string> GetNetworkXmlAsync(NetworkRef network, NetworkXmlFlags flags = NetworkXmlFlags.Current, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.GetXml, (network, flags), cancellationToken);

    /// <summary>Makes a persistent network, or gives an existing one (same UUID) a new configuration, which an active one takes up when it starts next.</summary>
    public async Task<NetworkRef> DefineNetworkAsync(string xml, NetworkDefineFlags flags = NetworkDefineFlags.None, CancellationToken cancellationToken = default) =>
        flags is NetworkDefineFlags.None
            ? await _rpc.CallAsync(NetworkProcedures.DefineXml, xml, cancellationToken).ConfigureAwait(false) // daemons before 7.7 know no other
            : await _rpc.CallAsync(NetworkProcedures.DefineXmlFlags, (xml, flags), cancellationToken).ConfigureAwait(false);

    /// <summary>Starts a transient network, which is gone when it stops.</summary>
    public Task<NetworkRef> CreateNetworkAsync(string xml, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.CreateXml, xml, cancellationToken);

    public Task StartNetworkAsync(NetworkRef network, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.Create, network, cancellationToken);

    /// <summary>Takes the network down; guests on it lose their link. The definition stays.</summary>
    public Task DestroyNetworkAsync(NetworkRef network, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.Destroy, network, cancellationToken);

    public Task UndefineNetworkAsync(NetworkRef network, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.Undefine, network, cancellationToken);

    /// <summary>Changes a part of the network without taking it down.</summary>
    public Task UpdateNetworkAsync(NetworkUpdate update, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.Update, update, cancellationToken);

    public Task<bool> IsNetworkActiveAsync(NetworkRef network, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.IsActive, network, cancellationToken);

    public Task<bool> IsNetworkPersistentAsync(NetworkRef network, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.IsPersistent, network, cancellationToken);

    public Task<bool> GetNetworkAutostartAsync(NetworkRef network, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.GetAutostart, network, cancellationToken);

    public Task SetNetworkAutostartAsync(NetworkRef network, bool autostart, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.SetAutostart, (network, autostart), cancellationToken);

    public Task<string> GetNetworkBridgeNameAsync(NetworkRef network, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.GetBridgeName, network, cancellationToken);

    /// <param name="mac">Only this machine's leases; null is everybody's.</param>
    public Task<ImmutableArray<DhcpLease>> GetNetworkDhcpLeasesAsync(NetworkRef network, string? mac = null, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkProcedures.GetDhcpLeases, (network, mac), cancellationToken);
}
