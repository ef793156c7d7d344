using VirtProvision.Core.Chains;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Cloning;

/// <summary>Original, host and wishes → clones, decided to the last path. Pure.</summary>
public sealed class ClonePlanner
{
    private readonly CloneSource _source;
    private readonly CloneHost _host;
    private readonly CloneRequest _request;
    private readonly DiagnosticBag _diagnostics;
    private readonly CloneStorage _storage;
    private readonly CloneDiskPlanner _disks;
    private readonly ImmutableArray<string> _names;

    private ClonePlanner(CloneSource source, CloneHost host, CloneRequest request, DiagnosticBag diagnostics)
    {
        (_source, _host, _request, _diagnostics) = (source, host, request, diagnostics);
        _names = Names();
        _storage = new CloneStorage(host, request, diagnostics);
        var images = ImageGraph.Of([.. host.Storage.Volumes.Values.SelectMany(static volumes => volumes)], host.Domains.Where(domain => !IsReplaced(domain.Name)));
        _disks = new CloneDiskPlanner(source, host, request, images, _storage, diagnostics);
    }

    /// <param name="newId">Where UUIDs come from.</param>
    public static ClonePlan Plan(CloneSource source, CloneHost host, CloneRequest request, Func<Guid> newId, DiagnosticBag diagnostics) =>
        new ClonePlanner(source, host, request, diagnostics).Plan(newId);

    private ClonePlan Plan(Func<Guid> newId)
    {
        CheckOptions();
        if (_diagnostics.HasErrors)
        {
            return ClonePlan.Empty(_source);
        }

        var clones = _names.Select(name => CloneOf(name, newId)).ToImmutableArray();
        _storage.CheckSpace();
        Warn();
        return new ClonePlan(_source, clones, _storage.Pools) { LeftIn = _host.LeftIn };
    }

    private DomainClone CloneOf(string name, Func<Guid> newId)
    {
        var disks = _disks.Plan(name);
        var nvram = _source.Nvram is { } own ? _request.Nvram is { } given ? HostPath.Absolute(given, _request.WorkingFolder) : CloneNames.ForNvram(own, name) : null;
        var logs = _source.Xml.Element("devices") is { } devices
            ? CloneDevices.Files(devices).Select(static file => file.Value).Distinct().ToImmutableDictionary(static path => path, path => CloneNames.ForPath(path, _source.Name, name, candidate => !_storage.Claim(candidate)))
            : ImmutableDictionary<string, string>.Empty;
        var uuid = _request.Uuid ?? newId().ToString("D");
        return new DomainClone(name, uuid, disks)
        {
            Seed = _request.IsFresh ? SeedOf(name, uuid, disks) : null,
            Nvram = nvram,
            NvramImage = nvram is null ? null : NvramImage(_source.Nvram!, nvram),
            Macs = [.. _request.Macs.Select(static mac => mac.Equals("RANDOM", StringComparison.OrdinalIgnoreCase) ? null : mac)],
            Replaces = IsReplaced(name) && _host.Domains.Any(domain => domain.Name == name),
            Logs = logs,
        };
    }

    // Beside the clone's own images; where it has none, beside everybody's.
    private CloneSeed? SeedOf(string name, string uuid, ImmutableArray<CloneDisk> disks)
    {
        if (CloneSeed.Create(name, uuid, _request.UserData, _diagnostics) is not { } content)
        {
            return null;
        }

        var folder = disks.FirstOrDefault(static disk => disk.Image is not null && disk.Type is "file")?.Path is { } path ? HostPath.Split(path).Folder
            : HostStorage.DefaultPool(_host.Storage.Pools, DeviceSettings.SystemImages)?.TargetPath ?? DeviceSettings.SystemImages;
        var pool = _storage.PoolOf(folder);
        return new CloneSeed(new ResourceId(ResourceKind.StorageVolume, content.Name, pool.Name), HostPath.Join(HostPath.Tidy(folder), content.Name), content);
    }

    private NewImage? NvramImage(string from, string path)
    {
        // Before the first start there are none yet, and libvirt makes them from their template.
        if (!_host.Exists(from) || _request.PreservesData)
        {
            return null;
        }

        if (!_storage.Claim(path) || (_host.Exists(path) && !_host.Domains.Any(domain => IsReplaced(domain.Name) && new CloneSource(domain.Xml).Nvram == path)))
        {
            _diagnostics.Add(_host.VolumeAt(path) is null ? CloneDiagnostics.PathExists(path, _request.Checks.PathExists) : CloneDiagnostics.VolumeExists(path));
        }

        var volume = _host.VolumeAt(from);
        var (folder, name) = HostPath.Split(path);
        var pool = _storage.PoolOf(folder, isForRun: true);
        var made = new ResourceId(ResourceKind.StorageVolume, name, pool.Name);
        var source = volume is not null ? CloneImages.IdOf(volume) : HostPath.Split(from).Folder == folder ? made with { Name = HostPath.Split(from).Name } : null;
        var format = volume is not null ? ImageFormats.Of(volume.Format) : _source.Xml.Element("os")?.Element("nvram")?.Attribute("format")?.Value ?? "raw";
        return new NewImage(made, path, CloneImages.Copy(name, volume, format, isNonSparse: false), source, from) { Overwrites = _host.Files.Contains(path) };
    }

    private ImmutableArray<string> Names()
    {
        var taken = _host.Domains.Select(static domain => domain.Name).ToHashSet(StringComparer.Ordinal);
        taken.Add(_source.Name);
        var given = _request.Names is [var pattern] && _request.Count > 1 ? [.. Enumerable.Range(1, _request.Count).Select(index => CloneNames.OfPattern(pattern, index))] : _request.Names;
        if (given.IsEmpty)
        {
            taken.UnionWith(_request.Avoided);
            if (!_request.MakesNames)
            {
                _diagnostics.Add(CloneDiagnostics.NameNeeded());
            }

            return [.. Enumerable.Range(0, _request.Count).Select(_ => CloneNames.ForDomain(_source.Name, name => !taken.Add(name)))];
        }

        given = _request.IsResumed ? given.RemoveAll(taken.Contains) : given;
        foreach (var name in given)
        {
            CheckName(name, taken);
        }

        return given;
    }

    private void CheckName(string name, HashSet<string> taken)
    {
        if (ResourceName.WhyInvalid(ResourceKind.Domain, name) is { } why)
        {
            _diagnostics.Add(CloneDiagnostics.NameUnfit(name, why));
        }
        else if (_request.Replaces && name == _source.Name)
        {
            _diagnostics.Add(CloneDiagnostics.ReplacesOriginal(name));
        }
        else if (!taken.Add(name) && !_request.Replaces)
        {
            _diagnostics.Add(CloneDiagnostics.NameTaken(name));
        }
    }

    private void CheckOptions()
    {
        ReadOnlySpan<(string Option, bool IsGiven)> single = [("--uuid", _request.Uuid is not null), ("--file", !_request.Files.IsEmpty), ("--nvram", _request.Nvram is not null), ("--mac", !_request.Macs.IsEmpty)];
        foreach (var (option, isGiven) in single)
        {
            if (isGiven && _names.Length > 1)
            {
                _diagnostics.Add(CloneDiagnostics.OnlyForOne(option));
            }
        }

        if (Guid.TryParse(_request.Uuid, out var uuid) && _host.Domains.FirstOrDefault(domain => domain.Uuid == uuid && !IsReplaced(domain.Name)) is { } owner)
        {
            _diagnostics.Add(CloneDiagnostics.UuidTaken(uuid, owner.Name));
        }

        foreach (var mac in _request.Macs)
        {
            var owners = _host.Domains.Where(domain => !IsReplaced(domain.Name) && MacsOf(domain).Contains(mac, StringComparer.OrdinalIgnoreCase)).Select(static domain => domain.Name).ToArray();
            if (owners.Length > 0)
            {
                _diagnostics.Add(CloneDiagnostics.MacInUse(mac, owners, _request.Checks.MacInUse));
            }
        }

        if (!_request.MakesNames && _request.Files.IsEmpty && _source.Disks.Any(disk => _disks.IsOwn(disk) && !CloneDiskPlanner.IsEmpty(disk)))
        {
            _diagnostics.Add(CloneDiagnostics.PathsNeeded());
        }

        if (_request.Nvram is null && _source.Xml.Element("os")?.Element("nvram")?.Attribute("type")?.Value is { } type and not "file")
        {
            _diagnostics.Add(CloneDiagnostics.NvramElsewhere(type));
        }
    }

    private void Warn()
    {
        string[] targets = [.. _source.Disks.Select(CloneSource.TargetOf)];
        foreach (var (option, named) in new[] { ("--force-copy", _request.ForceCopy), ("--skip-copy", _request.SkipCopy) })
        {
            foreach (var target in named.Except(targets).Order(StringComparer.Ordinal))
            {
                _diagnostics.Add(CloneDiagnostics.UnknownTarget(option, target, targets));
            }
        }

        if (_request.Nvram is not null && _source.Nvram is null)
        {
            _diagnostics.Add(CloneDiagnostics.NvramWithout(_source.Name));
        }

        if (_source.Devices("graphics").Any(CloneDevices.HasFixedPorts))
        {
            _diagnostics.Add(CloneDiagnostics.PortsFreed(_source.Name));
        }

        if (_request.IsLinked)
        {
            _diagnostics.Add(CloneDiagnostics.BaseRests(_source.Name));
        }
    }

    private bool IsReplaced(string domain) => _request.Replaces && domain != _source.Name && _names.Contains(domain);

    private static IEnumerable<string> MacsOf(HostDomain domain) =>
        domain.Xml.Element("devices")?.Elements("interface").Select(static card => card.Element("mac")?.Attribute("address")?.Value).OfType<string>() ?? [];
}
