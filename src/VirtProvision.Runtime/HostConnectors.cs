using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Snapshots;

namespace VirtProvision.Runtime;

/// <summary>Which sort of host a URI leads to. What no line names is libvirt's business.</summary>
public static class HostConnectors
{
    private static readonly (string Scheme, Func<string, IHostConnector> Create)[] s_table =
    [
        (SnapshotConnector.Scheme, static uri => new SnapshotConnector(uri)),
    ];

    public static IHostConnector For(string uri) =>
        Array.Find(s_table, line => uri.StartsWith($"{line.Scheme}://", StringComparison.Ordinal)) is { Create: { } create } ? create(uri) : new LibvirtConnector(uri);
}
