using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;

namespace VirtProvision.Core.Tests.Cloning;

/// <summary>A host with a pool of files, one of blocks and one that is asleep, and a domain <c>other</c> with a MAC address and a disk.</summary>
internal static class SmallHost
{
    public static readonly HostDomain Other = new("other", Guid.Parse("11111111-1111-1111-1111-111111111111"), XElement.Parse("""
        <domain><name>other</name><devices>
          <disk><source file='/images/other.qcow2'/><target dev='vda'/></disk>
          <interface><mac address='52:54:00:00:00:01'/></interface>
        </devices></domain>
        """));

    public static readonly CloneHost Host = new(HostFacts.Usual)
    {
        Domains = [Other],
        Storage = new HostStorage
        {
            Pools = [Pool("images", "dir", "/images", 1000), Pool("vg", "logical", "/dev/vg", 1000), Pool("full", "dir", "/full", 1), Pool("asleep", "dir", "/asleep", null) with { IsActive = false }],
            Volumes = ImmutableDictionary.CreateRange<string, ImmutableArray<HostVolume>>(
            [
                new("images",
                [
                    Volume("images", "/images/web.qcow2", "qcow2", 900, 100), Volume("images", "/images/data.img", "raw", 500, 500), Volume("images", "/images/other.qcow2", "qcow2", 10, 10),
                    Volume("images", "/images/layer.qcow2", "qcow2", 10, 10, "/images/other.qcow2"),
                ]),
                new("vg", [Volume("vg", "/dev/vg/lv", null, 100, 100)]),
                new("full", [Volume("full", "/full/web.img", "raw", 300, 200)]),
            ]),
        },
        Files = ["/srv/web.img", "/images/stray.qcow2"],
    };

    public static CloneSource Source(string disks, string other = "", string os = "") => new(XElement.Parse($"""
        <domain type='kvm' id='7'><name>web</name><uuid>22222222-2222-2222-2222-222222222222</uuid><title>The web</title>{other}<os><type>hvm</type>{os}</os>
        <devices>{disks}</devices></domain>
        """));

    public const string Root = "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/images/web.qcow2'/><target dev='vda' bus='virtio'/></disk>";

    public static readonly CloneRequest Auto = new() { MakesNames = true };

    public static (ClonePlan Plan, DiagnosticBag Findings) Plan(CloneSource source, CloneRequest request, CloneHost? host = null)
    {
        var findings = new DiagnosticBag();
        var next = 0;
        var plan = ClonePlanner.Plan(source, host ?? Host, request, () => new Guid(++next, 0, 0, new byte[8]), findings);
        return (plan, findings);
    }

    /// <summary>The XML of the only clone.</summary>
    public static XElement CloneOf(CloneSource source, CloneRequest request, CloneHost? host = null)
    {
        var (plan, findings) = Plan(source, request, host);
        Assert.DoesNotContain(findings, static finding => finding.IsError);
        return CloneXml.Write(source.Xml, Assert.Single(plan.Clones));
    }

    private static HostPool Pool(string name, string type, string folder, long? available) =>
        new(name, XElement.Parse($"<pool type='{type}'><name>{name}</name><target><path>{folder}</path></target></pool>")) { IsActive = true, Available = available };

    public static HostVolume Volume(string pool, string path, string? format, long capacity, long allocation, string? backing = null) => new(pool, path[(path.LastIndexOf('/') + 1)..], path, XElement.Parse($"""
        <volume type='{(format is null ? "block" : "file")}'><capacity>{capacity}</capacity><allocation>{allocation}</allocation>
        <target><path>{path}</path>{(format is null ? "" : $"<format type='{format}'/>")}<permissions><mode>0600</mode><owner>64055</owner><group>64055</group><label>x</label></permissions></target>
        {(backing is null ? "" : $"<backingStore><path>{backing}</path></backingStore>")}</volume>
        """));
}
