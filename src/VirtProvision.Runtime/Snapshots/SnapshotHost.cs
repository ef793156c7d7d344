using System.Xml.Linq;
using VirtProvision.Core.Hosts;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>A snapshot opened: what it says of the host, and its objects.</summary>
internal sealed class SnapshotHost
{
    private readonly SnapshotFiles _files;
    private readonly Lazy<HostCapabilities> _capabilities;
    private readonly Dictionary<DomainCapabilitiesQuery, DomainCapabilities?> _machines = [];
    private ImmutableArray<HostNodeDevice>? _nodeDevices;

    public SnapshotHost(string folder, Func<Guid> newId)
    {
        _files = new SnapshotFiles(folder);
        _capabilities = new Lazy<HostCapabilities>(() => HostCapabilities.Parse(_files.ReadXml(SnapshotLayout.Capabilities)));
        State = new SnapshotState(_files);
        NewId = newId;
    }

    public SnapshotState State { get; }

    public Func<Guid> NewId { get; }

    /// <summary>
    /// Whether a path of the host is a path here. A snapshot that another machine wrote, or that was taken from afar, speaks of files that aren't on this one.
    /// </summary>
    public bool HasFilesHere => _files.Record is { IsRemote: false } record && (record.Hostname is null || record.Hostname == Environment.MachineName);

    /// <exception cref="UnreadableHostException">There is no snapshot.</exception>
    public void Open() => _ = _files.Record;

    public HostFacts ReadFacts()
    {
        var record = _files.Record;
        return new HostFacts(_capabilities.Value)
        {
            Driver = record.Driver,
            IsLocal = !record.IsRemote,
            HasFilesHere = HasFilesHere,
            IsSession = record.IsSession,
            DefaultBridge = record is { IsRemote: false, IsSession: false, Driver: not "test" } ? record.DefaultBridge : null,
        };
    }

    /// <summary>The machine's own file where there is one, else the one answer for all, with the architecture that was asked for.</summary>
    public DomainCapabilities? ReadDomainCapabilities(DomainCapabilitiesQuery query)
    {
        if (!_machines.TryGetValue(query, out var answer))
        {
            answer = MachineFile(query) ?? AnyMachine(query);
            _machines[query] = answer;
        }

        return answer;
    }

    public ImmutableArray<string> CpuSecurityFeatures(string? arch) =>
        arch is not null && _files.Record.CpuSecurityFeatures.TryGetValue(arch, out var features) ? CpuSecurity.Among(features) : [];

    public (long? Capacity, long? Available) PoolSpace(string pool) =>
        _files.Record.Pools.TryGetValue(pool, out var record) ? (record.Capacity, record.Available) : (null, null);

    public ImmutableArray<HostNodeDevice> ReadNodeDevices() => _nodeDevices ??=
    [
        .. _files.Record.NodeDevices.Order(StringComparer.Ordinal).Select(name =>
        {
            var xml = _files.ReadXml(SnapshotLayout.NodeDeviceFile(name));
            return new HostNodeDevice(xml.Element("name")?.Value ?? name, xml);
        }),
    ];

    private DomainCapabilities? MachineFile(DomainCapabilitiesQuery query)
    {
        var capabilities = _capabilities.Value;
        var arch = query.Arch ?? capabilities.HostArch;
        // A machine is written down under its alias.
        var alias = capabilities.FindGuest(null, arch)?.Machines.FirstOrDefault(machine => query.Machine is not null && machine.Canonical == query.Machine)?.Name;
        return new[] { query.Machine, alias }.Distinct()
            .Select(machine => _files.TryReadXml(SnapshotLayout.DomainCapabilitiesOf(new DomainCapabilitiesQuery(null, arch, machine, query.Type))))
            .OfType<XElement>()
            .Select(DomainCapabilities.Parse)
            .FirstOrDefault();
    }

    private DomainCapabilities? AnyMachine(DomainCapabilitiesQuery query)
    {
        if (_files.TryReadXml(SnapshotLayout.DomainCapabilities) is not { } xml)
        {
            return null;
        }

        if (query.Arch is not null)
        {
            xml.SetElementValue("arch", query.Arch);
        }

        return DomainCapabilities.Parse(xml);
    }
}
