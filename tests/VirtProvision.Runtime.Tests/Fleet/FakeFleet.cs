using System.Collections.Concurrent;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Fleet;

/// <summary>Hosts in memory by their URI, and who connects to them.</summary>
internal sealed class FakeFleet
{
    public const string ConnectionName = "qemu:///system";

    private readonly ConcurrentDictionary<string, FakeHypervisor> _hosts = new();
    private readonly ConcurrentDictionary<string, int> _connections = new();
    private int _now;

    public IHostConnector Connection => Connect(ConnectionName);

    /// <summary>By name; nobody listens there.</summary>
    public HashSet<string> Down { get; } = [];

    /// <summary>How long a connection takes to come about.</summary>
    public TimeSpan Delay { get; set; }

    public Action<string>? OnConnect { get; set; }

    /// <summary>How many connections to hosts with names came about at the same time, at most.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>A host by its name.</summary>
    public FakeHypervisor this[string name] => _hosts.GetOrAdd(UriOf(name), static _ => new FakeHypervisor());

    public static string UriOf(string name) => name.Contains("://", StringComparison.Ordinal) ? name : $"qemu+ssh://{name}/system";

    public int ConnectionsTo(string name) => _connections.GetValueOrDefault(UriOf(name));

    public IHostConnector Connect(string uri) => new Connector(this, uri);

    private async Task<FakeHypervisor> OpenAsync(string uri, CancellationToken cancellationToken)
    {
        _connections.AddOrUpdate(uri, 1, static (_, count) => count + 1);
        if (uri != ConnectionName)
        {
            OnConnect?.Invoke(uri);
            cancellationToken.ThrowIfCancellationRequested();
            lock (_hosts)
            {
                MostAtOnce = Math.Max(MostAtOnce, ++_now);
            }

            await Task.Delay(Delay, cancellationToken);
            Interlocked.Decrement(ref _now);
        }

        return Down.Any(name => UriOf(name) == uri)
            ? throw new LibvirtConnectException(LibvirtConnectFailure.Refused, $"Nobody listens at {uri}.")
            : _hosts.GetOrAdd(uri, static _ => new FakeHypervisor());
    }

    private sealed class Connector(FakeFleet fleet, string uri) : IHostConnector
    {
        public string Uri => uri;

        public bool IsLocal => false;

        public async Task<IHypervisorReader> ConnectReadOnlyAsync(CancellationToken cancellationToken) => await fleet.OpenAsync(uri, cancellationToken);

        public async Task<IHypervisor> ConnectAsync(CancellationToken cancellationToken) => await fleet.OpenAsync(uri, cancellationToken);
    }
}
