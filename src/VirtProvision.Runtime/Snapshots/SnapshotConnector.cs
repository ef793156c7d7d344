using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>
/// A host that is a folder: <c>snapshot://DIR</c>, absolute or relative. What is done to it is done in memory, and lasts as long as this connector:
/// all its connections see the same host.
/// </summary>
/// <param name="newId">Where the UUIDs of objects come from that are defined without one.</param>
public sealed class SnapshotConnector(string uri, Func<Guid>? newId = null) : IHostConnector
{
    public const string Scheme = "snapshot";

    private readonly SnapshotHost _host = new(uri[(Scheme.Length + "://".Length)..] is { Length: > 0 } folder ? folder : ".", newId ?? Guid.NewGuid);

    public string Uri { get; } = uri;

    public bool IsLocal
    {
        get
        {
            try
            {
                return _host.HasFilesHere;
            }
            catch (LibvirtException)
            {
                // Whoever connects is told why.
                return false;
            }
        }
    }

    public Task<IHypervisorReader> ConnectReadOnlyAsync(CancellationToken cancellationToken) => OpenAsync<IHypervisorReader>();

    public Task<IHypervisor> ConnectAsync(CancellationToken cancellationToken) => OpenAsync<IHypervisor>();

    private Task<T> OpenAsync<T>()
        where T : class
    {
        try
        {
            _host.Open();
            return Task.FromResult((T)(object)new SnapshotHypervisor(_host));
        }
        catch (LibvirtException exception)
        {
            return Task.FromException<T>(exception);
        }
    }
}
