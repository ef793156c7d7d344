using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>Network filters.</summary>
public sealed partial class LibvirtClient
{
    public Task<ImmutableArray<NetworkFilterRef>> ListNetworkFiltersAsync(CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkFilterProcedures.ListAll, 0u, cancellationToken);

    /// <summary>The filter, or null when there is none of that name.</summary>
    public Task<NetworkFilterRef?> FindNetworkFilterAsync(string name, CancellationToken cancellationToken = default) =>
        OrNullAsync(_rpc.CallAsync(NetworkFilterProcedures.LookupByName, name, cancellationToken));

    public Task<string> GetNetworkFilterXmlAsync(NetworkFilterRef filter, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkFilterProcedures.GetXml, filter, cancellationToken);

    /// <summary>Makes a filter, or gives an existing one (same UUID) new rules, which act on running guests at once.</summary>
    public Task<NetworkFilterRef> DefineNetworkFilterAsync(string xml, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkFilterProcedures.DefineXml, xml, cancellationToken);

    public Task UndefineNetworkFilterAsync(NetworkFilterRef filter, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(NetworkFilterProcedures.Undefine, filter, cancellationToken);
}
