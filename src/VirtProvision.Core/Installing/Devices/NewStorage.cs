using System.Numerics;
using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>The pools and volumes that have to be made for the disks of one domain, as resources like any other: made in order, with it, and undone when it fails.</summary>
internal sealed class NewStorage(ResourceSpec domain, HostStorage storage, DeviceSettings settings, DiagnosticBag diagnostics)
{
    private readonly List<HostPool> _pools = [];
    private readonly HashSet<string> _started = [];
    private readonly List<ResourceSpec> _specs = [];
    private readonly HashSet<(string Pool, string Name)> _volumes = [];
    private readonly Dictionary<string, long> _allocated = [];

    /// <summary>In the order in which they are made.</summary>
    public ImmutableArray<ResourceSpec> Specs => [.. _specs.Where(static spec => spec.Id.Kind == ResourceKind.StoragePool), .. _specs.Where(static spec => spec.Id.Kind != ResourceKind.StoragePool)];

    /// <summary>Pools that are there and pools that will be.</summary>
    public IReadOnlyCollection<HostPool> Pools => [.. storage.Pools, .. _pools];

    public HostPool? Pool(string name) => Pools.FirstOrDefault(pool => pool.Name == name);

    public bool Makes(string pool, string name) => _volumes.Contains((pool, name));

    /// <summary>A pool of a folder that no pool covers, named after the folder.</summary>
    public HostPool MakePool(string folder, TextSpan span)
    {
        var name = HostPath.Split(folder).Name.Replace(' ', '_');
        return MakePool(FreeName(name.Length is 0 ? "dirpool" : name, "", candidate => Pool(candidate) is not null), folder, span);
    }

    public HostPool MakePool(string name, string folder, TextSpan span)
    {
        var target = MappingNode.Empty(span).With("path", Text(folder));
        Add(Resource(
            new ResourceId(ResourceKind.StoragePool, name),
            MappingNode.Empty(span).With("type", Text("dir")).With("target", target).With("autostart", ScalarNode.Boolean(span, true)),
            span));
        var pool = new HostPool(name, new XElement("pool", new XAttribute("type", "dir"), new XElement("name", name), new XElement("target", new XElement("path", folder)))) { IsActive = true };
        _pools.Add(pool);
        return pool;

        ScalarNode Text(string text) => ScalarNode.String(span, text);
    }

    /// <summary>The pool runs by the time a volume is made in it.</summary>
    public void Start(HostPool pool, TextSpan span)
    {
        if (!pool.IsActive && _started.Add(pool.Name))
        {
            Add(Resource(
                new ResourceId(ResourceKind.StoragePool, pool.Name),
                MappingNode.Empty(span).With("type", ScalarNode.String(span, pool.Type)).With("running", ScalarNode.Boolean(span, true)),
                span));
        }
    }

    /// <summary>A name for a volume after its domain, with a number where others have it already.</summary>
    /// <param name="named">Names of volumes that the domain's own disks have, made or yet to be made.</param>
    public string NameFor(HostPool pool, string extension, Func<string, bool> named)
    {
        var taken = storage.VolumesIn(pool.Name).Select(static volume => volume.Name).ToHashSet(StringComparer.Ordinal);
        return FreeName(domain.Id.Name, extension, candidate => taken.Contains(candidate) || Makes(pool.Name, candidate) || named(candidate));
    }

    /// <param name="disk">With its size, and format where the pool knows formats.</param>
    public void MakeVolume(HostPool pool, string name, MappingNode disk, ScalarNode? format, TextSpan span)
    {
        Start(pool, span);
        _volumes.Add((pool.Name, name));
        CheckSpace(pool, disk);
        Add(Resource(
            new ResourceId(ResourceKind.StorageVolume, name, pool.Name),
            VolumeOfDisk.Spec(disk, ScalarNode.String(span, pool.Name), format, PoolKinds.HoldsFiles(pool.Type), diagnostics),
            span));
    }

    private void CheckSpace(HostPool pool, MappingNode disk)
    {
        if (pool.Available is not { } available || disk["size"] is not ScalarNode size)
        {
            return;
        }

        // What is no quantity has too many digits for one.
        var wanted = Quantity.TryParse(size.Text, out var quantity) ? (long)BigInteger.Min(quantity!.In(QuantityUnit.Find("B")!), long.MaxValue) : long.MaxValue;
        var isSparse = disk["sparse"] is not ScalarNode { Kind: ScalarKind.Boolean, IsTrue: false } && pool.Type is not "logical";
        var before = _allocated.GetValueOrDefault(pool.Name);
        if (!isSparse)
        {
            _allocated[pool.Name] = before > long.MaxValue - wanted ? long.MaxValue : before + wanted;
        }

        if (_allocated.GetValueOrDefault(pool.Name) > available && !isSparse)
        {
            diagnostics.Add(DeviceDiagnostics.PoolIsFull(size.Span, pool.Name, wanted, Math.Max(available - before, 0)));
        }
        else if (wanted > available)
        {
            diagnostics.Add(DeviceDiagnostics.PoolMayFill(size.Span, pool.Name, wanted, available, settings.Checks.DiskSize));
        }
    }

    private void Add(ResourceSpec spec)
    {
        if (!settings.Declared.Contains(spec.Id))
        {
            _specs.Add(spec);
        }
    }

    private ResourceSpec Resource(ResourceId id, MappingNode spec, TextSpan span) =>
        new(id, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty, spec, span, domain.Id);

    private static string FreeName(string name, string extension, Func<string, bool> isTaken)
    {
        var candidate = name + extension;
        for (var number = 1; isTaken(candidate); number++)
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}{extension}");
        }

        return candidate;
    }
}
