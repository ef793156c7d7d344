using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Transports;
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

    /// <summary>What is wrong with a URI by its looks, or null.</summary>
    public static string? WhyNoUri(string uri)
    {
        // A word may be an alias in libvirt's own files.
        if (!uri.Contains("://", StringComparison.Ordinal) || s_table.Any(line => uri.StartsWith($"{line.Scheme}://", StringComparison.Ordinal)))
        {
            return null;
        }

        try
        {
            LibvirtUri.Parse(uri);
            return null;
        }
        catch (LibvirtConnectException exception)
        {
            return exception.Message;
        }
    }
}
