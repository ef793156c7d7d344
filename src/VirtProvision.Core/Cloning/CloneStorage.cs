using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Cloning;

/// <summary>Where the images of clones go: pools that are there and pools that have to be made; what is taken, and what still fits.</summary>
internal sealed class CloneStorage(CloneHost host, CloneRequest request, DiagnosticBag diagnostics)
{
    private readonly List<HostPool> _known = [.. host.Storage.Pools];
    private readonly Dictionary<string, ClonePool> _pools = new(StringComparer.Ordinal);
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Allocation, long Largest)> _wanted = new(StringComparer.Ordinal);

    /// <summary>What has to be done before anything is made.</summary>
    public ImmutableArray<ClonePool> Pools => [.. _pools.Values];

    /// <summary>Whether something is at the path, or will be.</summary>
    public bool IsTaken(string path) => _paths.Contains(path) || host.Exists(path) || host.BeingMade.Contains(path);

    public bool Claim(string path) => _paths.Add(path);

    /// <summary>The pool of a folder; a new one where no pool covers it.</summary>
    /// <param name="isForRun">The pool is not to stay.</param>
    public HostPool PoolOf(string folder, bool isForRun = false)
    {
        if (HostStorage.PoolAt(_known, folder) is { } pool)
        {
            if (!pool.IsActive && !_pools.ContainsKey(pool.Name))
            {
                _pools[pool.Name] = new ClonePool(new ResourceId(ResourceKind.StoragePool, pool.Name), folder, Xml: null, IsForRun: false);
            }
            else if (!isForRun && _pools.TryGetValue(pool.Name, out var made))
            {
                _pools[pool.Name] = made with { IsForRun = false };
            }

            return pool;
        }

        var name = FreeName(HostPath.Split(HostPath.Tidy(folder)).Name.Replace(' ', '_'));
        var xml = new XElement("pool", new XAttribute("type", "dir"), new XElement("name", name), new XElement("target", new XElement("path", folder)));
        var fresh = new HostPool(name, xml) { IsActive = true };
        _known.Add(fresh);
        _pools[name] = new ClonePool(new ResourceId(ResourceKind.StoragePool, name), folder, xml, isForRun);
        return fresh;
    }

    /// <summary>Counts a new image against the space of its pool.</summary>
    public void Count(HostPool pool, long allocation, long capacity)
    {
        var (before, largest) = _wanted.GetValueOrDefault(pool.Name);
        _wanted[pool.Name] = (before + (request.IsNonSparse ? capacity : allocation), Math.Max(largest, capacity));
    }

    public void CheckSpace()
    {
        foreach (var (name, (allocation, largest)) in _wanted)
        {
            if (host.Storage.Pool(name)?.Available is not { } available)
            {
                continue;
            }

            if (allocation > available)
            {
                diagnostics.Add(CloneDiagnostics.PoolIsFull(name, allocation, available));
            }
            else if (largest > available)
            {
                diagnostics.Add(CloneDiagnostics.PoolMayFill(name, largest, available, request.Checks.DiskSize));
            }
        }
    }

    private string FreeName(string name)
    {
        name = name.Length is 0 ? "dirpool" : name;
        var candidate = name;
        for (var number = 1; _known.Any(pool => pool.Name == candidate); number++)
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }

        return candidate;
    }
}
