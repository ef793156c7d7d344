using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Tests.Planning;

/// <summary>What a change means for a domain that runs: by what the running one has, not by what its configuration says.</summary>
public sealed class RunningChangesTests
{
    private static readonly KindFacts s_facts = KindFacts.For(ResourceKind.Domain);

    [Fact]
    public void What_the_running_domain_has_already_costs_nothing()
    {
        var running = Of(Disks("writeback"), Disks("none"), Disks("writeback"));
        Assert.Equal(["Modify devices/disk[vda]/driver/@cache Live "], Lines(running.Fields));
        Assert.Empty(running.Pending);
    }

    [Fact]
    public void What_only_the_next_start_reads_waits_for_it()
    {
        var running = Of(Disks("writeback"), Disks("none"), Disks("none"));
        Assert.Equal(["Modify devices/disk[vda]/driver/@cache NextStart "], Lines(running.Fields));
        Assert.Empty(running.Pending);
        Assert.Equal(["Modify devices/disk[vda]/driver/@cache NextStart "], Lines(Of("", Disks("writeback"), Disks("none")).Pending));
    }

    [Fact]
    public void What_an_earlier_run_left_undone_is_planned_again()
    {
        var running = Of("<title>b</title>", "<title>b</title>", "<title>a</title>");
        Assert.Equal(["Modify title Live set-metadata configured"], Lines(running.Fields));
        Assert.Empty(running.Pending);
    }

    [Fact]
    public void Metadata_that_never_reached_the_running_domain_is_planned_again_and_our_memory_is_no_part_of_it()
    {
        const string Os = "<metadata><o:os xmlns:o='urn:o'><o:id>1</o:id></o:os></metadata>";
        const string Remembered = "<metadata><o:os xmlns:o='urn:o'><o:id>1</o:id></o:os><vp:resource xmlns:vp='urn:virtprovision:v1' version='1'/></metadata>";
        Assert.Equal(["Add metadata/{urn:o}os/{urn:o}id Live set-metadata configured"], Lines(Of(Os, Remembered, "").Fields));
        Assert.Empty(Of(Os, Remembered, Os).Fields);
        Assert.Empty(Of("", "<metadata><vp:resource xmlns:vp='urn:virtprovision:v1' version='1'/></metadata>", "").Pending);
    }

    [Fact]
    public void What_has_left_the_spec_and_still_runs_is_known_from_the_running_domains_own_memory()
    {
        static string Link(string state) => $"<devices><interface type='user'><mac address='52:54:00:00:00:01'/>{state}</interface></devices>";
        const string Down = "<link state='down'/>";
        var remembered = $"<metadata><vp:resource xmlns:vp='urn:virtprovision:v1' version='1'><vp:lastApplied><domain>{Link(Down)}</domain></vp:lastApplied></vp:resource></metadata>";
        Assert.Equal(["Remove devices/interface[52:54:00:00:00:01]/link/@state Live update-device configured"], Lines(Of(Link(""), Link(""), Link(Down) + remembered).Fields));
        Assert.Empty(Of(Link(""), Link(""), Link(Down)).Fields);
    }

    [Theory]
    [InlineData("", 0)] // nobody knows what it was asked for
    [InlineData("<currentMemory unit='MiB'>160</currentMemory>", 0)] // it was asked, and takes its time
    [InlineData("<currentMemory unit='MiB'>192</currentMemory>", 1)] // it was asked for something else
    public void A_guest_is_asked_for_memory_once(string asked, int fields)
    {
        const string Wanted = "<currentMemory unit='MiB'>160</currentMemory>";
        var remembered = asked.Length == 0 ? "" : $"<metadata><vp:resource xmlns:vp='urn:virtprovision:v1' version='1'><vp:lastApplied><domain>{asked}</domain></vp:lastApplied></vp:resource></metadata>";
        var running = Of(Wanted, "<memory unit='MiB'>192</memory>" + Wanted, "<memory unit='MiB'>192</memory><currentMemory unit='MiB'>192</currentMemory>" + remembered);
        Assert.Equal(fields, running.Fields.Length);
        Assert.Empty(running.Pending);
    }

    [Fact]
    public void What_someone_else_left_for_the_next_start_waits_for_it()
    {
        var running = Of("", "<title>b</title>", "<title>a</title>");
        Assert.Empty(running.Fields);
        Assert.Equal(["Modify title NextStart "], Lines(running.Pending));
    }

    [Theory]
    [InlineData(true, "ua-more", "Remove devices/rng[more] Live attach-device configured")]
    [InlineData(false, "ua-more", "")]
    [InlineData(true, "rng0", "")]
    public void A_device_that_was_named_and_is_kept_by_the_guest_is_asked_for_again(bool isOurs, string alias, string expected)
    {
        var live = $"<devices><rng model='virtio'><backend model='random'>/dev/urandom</backend><alias name='{alias}'/></rng></devices>";
        var running = Of("", "<devices/>", live, isOurs: isOurs);
        Assert.Equal(expected, string.Join('\n', Lines(running.Fields)));
        Assert.Equal(expected.Length == 0 ? 1 : 0, running.Pending.Length);
    }

    [Fact]
    public void A_change_of_a_device_that_is_not_there_yet_comes_with_it()
    {
        const string Inactive = "<devices><rng model='virtio'><backend model='random'>/dev/random</backend><alias name='ua-r'/></rng></devices>";
        var running = Of(Inactive.Replace("/dev/random", "/dev/urandom", StringComparison.Ordinal), Inactive, "<devices/>");
        Assert.Equal(["Modify devices/rng[r]/backend Live attach-device"], Lines(running.Fields).Select(static line => line.Replace(" configured", "", StringComparison.Ordinal)).ToArray()[..1]);
        Assert.Empty(running.Pending);
    }

    [Theory]
    [InlineData(3, 2, 2, 4, "", "Live set-vcpus")] // one more
    [InlineData(4, 2, 2, 4, "", "Live set-vcpus")] // all of them
    [InlineData(5, 2, 2, 4, "", "NextStart ")] // more than there can be
    [InlineData(1, 2, 2, 4, "", "NextStart ")] // those that were there at the start never go
    [InlineData(1, 2, 2, 4, "<vcpu id='0' enabled='yes' hotpluggable='no'/><vcpu id='1' enabled='yes' hotpluggable='yes'/>", "Live set-vcpus")]
    [InlineData(4, 2, 3, 4, "", "NextStart ")] // the guest still keeps one that is being taken away
    public void Processors_come_while_there_are_any_and_go_when_they_can(int wanted, int configured, int present, int maximum, string states, string expected)
    {
        var running = Of(
            $"<vcpu current='{wanted}'>{Math.Max(wanted, maximum)}</vcpu>",
            $"<vcpu current='{configured}'>{maximum}</vcpu>",
            $"<vcpu current='{present}'>{maximum}</vcpu>" + (states.Length == 0 ? "" : $"<vcpus>{states}</vcpus>"));
        Assert.Equal($"Modify vcpu/@current {expected}", Lines(running.Fields).Single(static line => line.Contains("@current", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_processor_that_the_guest_keeps_is_not_asked_for_again()
    {
        var running = Of("<vcpu current='1'>2</vcpu>", "<vcpu current='1'>2</vcpu>", "<vcpu current='2'>2</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/><vcpu id='1' enabled='yes' hotpluggable='yes'/></vcpus>");
        Assert.Empty(running.Fields);
        Assert.Equal(["Modify vcpu/@current NextStart "], Lines(running.Pending));
    }

    [Theory]
    [InlineData(160, "Live set-memory")]
    [InlineData(192, "Live set-memory")]
    [InlineData(256, "NextStart ")]
    public void Memory_grows_up_to_what_the_guest_booted_with(int wanted, string expected)
    {
        var running = Of(
            $"<memory unit='MiB'>256</memory><currentMemory unit='MiB'>{wanted}</currentMemory>",
            "<memory unit='MiB'>192</memory><currentMemory unit='MiB'>128</currentMemory>",
            "<memory unit='MiB'>192</memory><currentMemory unit='MiB'>128</currentMemory>");
        Assert.Contains($"Modify currentMemory {expected}", Lines(running.Fields));
    }

    [Theory]
    [InlineData("<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>", 1, "Live attach-device")]
    [InlineData("<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>", 0, "NextStart ")]
    [InlineData("<disk type='file' device='disk'><source file='/a'/><target dev='vda' bus='virtio'/></disk>", 0, "NextStart ")]
    [InlineData("<disk type='file' device='disk'><source file='/a'/><target dev='sda' bus='scsi'/></disk>", 0, "Live attach-device")]
    [InlineData("<disk type='file' device='disk'><source file='/a'/><target dev='sda' bus='sata'/></disk>", 1, "NextStart ")]
    [InlineData("<interface type='user'><mac address='52:54:00:00:00:01'/><model type='e1000e'/></interface>", 1, "Live attach-device")]
    [InlineData("<interface type='user'><mac address='52:54:00:00:00:01'/><model type='rtl8139'/></interface>", 1, "NextStart ")] // no bridge to older buses
    [InlineData("<input type='tablet' bus='usb'/>", 0, "Live attach-device")]
    [InlineData("<input type='mouse' bus='ps2'/>", 1, "NextStart ")]
    [InlineData("<memory model='dimm'><target><size unit='MiB'>128</size><node>0</node></target></memory>", 1, "NextStart ")] // no room was made at the start
    [InlineData("<filesystem type='mount'><driver type='virtiofs'/><source dir='/a'/><target dir='a'/></filesystem>", 1, "NextStart ")] // its memory is not shared
    [InlineData("<channel type='unix'><target type='virtio' name='a'/></channel>", 1, "NextStart ")] // no controller for it
    [InlineData("<vsock model='virtio'><cid auto='yes'/></vsock>", 1, "Live attach-device")]
    [InlineData("<sound model='ich9'/>", 1, "NextStart ")]
    [InlineData("<serial type='pty'><target type='usb-serial' port='1'/></serial>", 0, "Live attach-device")]
    [InlineData("<controller type='scsi' index='1' model='virtio-scsi'/>", 1, "Live attach-device")]
    [InlineData("<controller type='usb' index='1' model='qemu-xhci'/>", 1, "NextStart ")]
    public void A_device_comes_where_there_is_room_for_it(string device, int freePorts, string expected)
    {
        var host = "<devices><controller type='pci' index='0' model='pcie-root'/>"
            + "<controller type='pci' index='1' model='pcie-root-port'/><memballoon model='virtio'><address type='pci' domain='0' bus='0x01' slot='0' function='0'/></memballoon>"
            + (freePorts == 0 ? "" : "<controller type='pci' index='2' model='pcie-root-port'/>") + "</devices>";
        var running = Of($"<devices>{device}</devices>", host, host);
        Assert.EndsWith(expected, Assert.Single(Lines(running.Fields)), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_port_is_given_once_and_one_that_becomes_free_is_given_again()
    {
        static string Rng(string name, string bus = "") =>
            $"<rng model='virtio'><backend model='random'>/dev/urandom</backend><alias name='ua-{name}'/>{(bus.Length == 0 ? "" : $"<address type='pci' domain='0' bus='{bus}' slot='0' function='0'/>")}</rng>";
        var host = $"<devices><controller type='pci' index='0' model='pcie-root'/><controller type='pci' index='1' model='pcie-root-port'/><controller type='pci' index='2' model='pcie-root-port'/>{Rng("old", "0x01").Replace("urandom", "random", StringComparison.Ordinal)}</devices>";

        var two = Of($"<devices>{Rng("a")}{Rng("b")}</devices>", host, host);
        Assert.Equal(["Add devices/rng[a] Live attach-device", "Add devices/rng[b] NextStart "], Lines(two.Fields));
        var swapped = Of($"<devices>{Rng("a")}{Rng("b")}</devices>", host, host, last: $"<devices>{Rng("old").Replace("urandom", "random", StringComparison.Ordinal)}</devices>");
        Assert.All(swapped.Fields, static field => Assert.Equal(Effect.Live, field.Effect));
    }

    [Fact]
    public void A_domain_that_is_off_or_transient_has_nothing_pending()
    {
        var xml = XElement.Parse("<domain><title>a</title></domain>");
        var observed = new ObservedResource(new ResourceId(ResourceKind.Domain, "d"), xml, null, false);
        Assert.Empty(RunningChanges.Of(s_facts, observed, [], xml, static _ => [], () => xml, isOurs: true).Pending);
    }

    private static string Disks(string cache) =>
        $"<devices><disk type='file' device='disk'><driver name='qemu' type='raw' cache='{cache}'/><source file='/a'/><target dev='vda' bus='virtio'/></disk></devices>";

    private static RunningChanges Of(string desired, string inactive, string live, string? last = null, bool isOurs = true)
    {
        static XElement Domain(string content) => XElement.Parse($"<domain>{content}</domain>");
        var (wanted, applied) = (Domain(desired), last is null ? null : Domain(last));
        var observed = new ObservedResource(new ResourceId(ResourceKind.Domain, "d"), Domain(inactive), Domain(live), false);
        var result = XmlComparer.Compare(s_facts, applied, wanted, observed.Inactive);
        return RunningChanges.Of(s_facts, observed, result.Changes, wanted, running => RunningChanges.Lacking(s_facts, applied, new RenderedResource(wanted, null), running), () => result.Merged, isOurs);
    }

    private static string[] Lines(ImmutableArray<FieldChange> fields) =>
        [.. fields.Select(static field => $"{field.Kind} {field.Path} {field.Effect} {field.LiveMeans}{(field.IsConfigured ? " configured" : "")}")];
}
