using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Tests.Resources;

namespace VirtProvision.Core.Tests.Installing.Devices;

/// <summary>A host in memory, with pools of each sort, on which the devices of a spec are found.</summary>
internal sealed class TestHost
{
    public const long Gibibyte = 1L << 30;

    private readonly List<HostPool> _pools = [];
    private readonly List<HostVolume> _volumes = [];
    private readonly Dictionary<string, LocalFile> _files = [];
    private readonly List<HostDomain> _domains = [];
    private readonly List<HostNodeDevice> _devices = [];

    public HostFacts Facts { get; set; } = HostFacts.Usual with { Driver = "qemu", IsLocal = true, IsSession = false, DefaultBridge = null };

    public DeviceSettings Settings { get; set; } = new() { WorkingFolder = "/home/me" };

    public string[] Networks { get; set; } = ["default", "lan"];

    /// <summary>A pool <c>images</c> with a few volumes, a volume group, a cluster and an iSCSI target.</summary>
    public static TestHost Usual() => new TestHost()
        .Pool("images", "dir", "/images").Volume("images", "web.qcow2", "/images/web.qcow2", format: "qcow2").Volume("images", "cd.iso", "/images/cd.iso", format: "iso")
        .Volume("images", "folder", "/images/folder", "dir", "dir").Volume("images", "plain", "/images/plain", format: "raw")
        .Pool("vg", "logical", "/dev/vg").Volume("vg", "lv0", "/dev/vg/lv0", "block", null)
        .Pool("ceph", "rbd", null, "<host name='mon1' port='6789'/><host name='mon2'/><name>vms</name><auth type='ceph' username='admin'><secret uuid='11111111-2222-3333-4444-555555555555'/></auth>")
        .Volume("ceph", "db", "vms/db", "network", "raw")
        .Pool("gluster", "gluster", null, "<host name='g1'/><dir path='/deep'/><name>vol</name>").Volume("gluster", "a.qcow2", "gluster://g1/vol/deep/a.qcow2", "network", "qcow2")
        .Pool("target", "iscsi-direct", null, "<host name='10.0.0.1'/><device path='iqn.2024-01.example:t'/>")
        .Volume("target", "unit:0:0:1", "ip-10.0.0.1:3260-iscsi-iqn.2024-01.example:t-lun-1", "network", null)
        .Pool("sleeping", "dir", "/sleeping", isActive: false);

    public TestHost Pool(string name, string type, string? path, string source = "", long available = 100 * Gibibyte, bool isActive = true)
    {
        var xml = XElement.Parse($"<pool type='{type}'><name>{name}</name><source>{source}</source></pool>");
        if (path is not null)
        {
            xml.Add(new XElement("target", new XElement("path", path)));
        }

        _pools.Add(new HostPool(name, xml) { IsActive = isActive, Capacity = isActive ? 200 * Gibibyte : null, Available = isActive ? available : null });
        return this;
    }

    public TestHost Volume(string pool, string name, string path, string type = "file", string? format = "raw", string? backing = null)
    {
        var xml = new XElement("volume", new XAttribute("type", type), new XElement("name", name), new XElement("target", new XElement("path", path)));
        if (format is not null)
        {
            xml.Element("target")!.Add(new XElement("format", new XAttribute("type", format)));
        }

        if (backing is not null)
        {
            xml.Add(new XElement("backingStore", new XElement("path", backing)));
        }

        _volumes.Add(new HostVolume(pool, name, path, xml));
        return this;
    }

    public TestHost File(string path, LocalFileKind kind = LocalFileKind.File, string? format = null)
    {
        _files[path] = new LocalFile(kind, format);
        return this;
    }

    public TestHost Domain(string name, string devices = "", string os = "", string uuid = "99999999-9999-9999-9999-999999999999")
    {
        _domains.Add(new HostDomain(name, Guid.Parse(uuid), XElement.Parse($"<domain><name>{name}</name><os>{os}</os><devices>{devices}</devices></domain>")));
        return this;
    }

    public TestHost Device(string name, string xml)
    {
        _devices.Add(new HostNodeDevice(name, XElement.Parse($"<device><name>{name}</name>{xml}</device>")));
        return this;
    }

    public (ResolvedDevices Resolved, DiagnosticBag Findings) Resolve(string spec, string name = "web")
    {
        var domain = Assert.Single(Specs.Read(Specs.Domain(name, spec)).Resources, static resource => resource.Id.Kind == ResourceKind.Domain);
        var findings = new DiagnosticBag();
        return (DeviceResolution.Resolve(domain, View(domain.Spec), Facts, Settings, findings), findings);
    }

    /// <summary>The one item of a list as it was found, with what is made for it; or the codes of what is wrong.</summary>
    public string Item(string list, string item)
    {
        var (resolved, findings) = Resolve($"{list}: [{item}]");
        var shown = FlowText.Of(((SequenceNode)resolved.Domain.Spec[list]!).Items[0]);
        var made = string.Concat(resolved.Storage.Select(static spec => $" + {spec.Id} {FlowText.Of(spec.Spec)}"));
        return findings.Count is 0 ? shown + made : string.Join(" ", findings.Select(static finding => (finding.IsError ? "" : "warning ") + finding.Code));
    }

    // As Runtime reads it: only what the spec needs.
    private HostView View(MappingNode spec)
    {
        var needs = DeviceNeeds.Of(spec, Settings);
        var found = _volumes.Where(volume => needs.Paths.Contains(volume.Path) && _pools.Exists(pool => pool.Name == volume.Pool && pool.IsActive)).ToImmutableDictionary(static volume => volume.Path);
        var read = DeviceNeeds.PoolsToRead(spec, [.. _pools], [.. found.Keys], Settings);
        var storage = new HostStorage
        {
            Pools = needs.Pools ? [.. _pools] : [],
            AtPath = found,
            Files = _files.Where(file => needs.Paths.Contains(file.Key)).ToImmutableDictionary(),
            Volumes = _pools.Where(pool => pool.IsActive && (read.Count > 0 || found.Count > 0))
                .ToImmutableDictionary(static pool => pool.Name, pool => _volumes.Where(volume => volume.Pool == pool.Name).ToImmutableArray()),
        };
        return new HostView
        {
            Storage = storage,
            Domains = [.. _domains],
            Networks = needs.Networks ? [.. Networks.Select(static network => new HostNetwork(network, new XElement("network")))] : [],
            NodeDevices = needs.NodeDevices ? [.. _devices] : [],
        };
    }
}
