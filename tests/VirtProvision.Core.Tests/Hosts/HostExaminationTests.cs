using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Tests.Hosts;

public sealed class HostExaminationTests
{
    private const string Topology = "<topology><cells num='2'><cell id='0'><memory unit='KiB'>4194304</memory><cpus num='4'/></cell><cell id='1'><memory unit='KiB'>4194304</memory><cpus num='4'/></cell></cells></topology>";
    private const string Kvm = "<guest><os_type>hvm</os_type><arch name='x86_64'><domain type='qemu'/><domain type='kvm'/></arch></guest>";
    private const string Emulated = "<guest><os_type>hvm</os_type><arch name='x86_64'><domain type='qemu'/></arch></guest>";

    private static readonly HostVitals s_sound = new("qemu:///system")
    {
        Versions = new HostVersions(new Version(9, 0, 0), new Version(7, 2, 22)),
        Facts = Facts(Kvm, "<secmodel><model>apparmor</model></secmodel><secmodel><model>dac</model></secmodel>"),
        Kvm = DomainCapabilities.Parse(XElement.Parse("<domainCapabilities><machine>pc-q35-7.2</machine><os><enum name='firmware'><value>efi</value></enum><loader><value>/usr/share/OVMF/OVMF_CODE_4M.fd</value></loader></os></domainCapabilities>")),
        HasKvmDevice = true,
        Pools = new Asked<IReadOnlyList<HostPool>>([Pool("default", capacity: 100L << 30, available: 40L << 30)], null),
        Networks = new Asked<IReadOnlyList<HostNetwork>>([new HostNetwork("default", XElement.Parse("<network><bridge name='virbr0'/></network>")) { IsActive = true }], null),
        Domains = new Asked<IReadOnlyList<HostDomain>>([Domain("web", "<memory unit='KiB'>2097152</memory>"), Domain("off", "<memory unit='GiB'>64</memory>") with { IsActive = false }], null),
        Agents = [new AgentChannel("web", true)],
    };

    [Fact]
    public void A_sound_host_has_nothing_to_do()
    {
        var checks = HostExamination.Judge(s_sound);

        Assert.All(checks, static check => Assert.Equal((CheckState.Ok, null), (check.State, check.Remedy)));
        Assert.Equal(
            """
            connection: qemu:///system answers.
            permission: The host may be changed.
            libvirt: libvirt 9.0.0.
            qemu: QEMU 7.2.22.
            kvm: KVM, with pc-q35-7.2 as the usual machine.
            firmware: UEFI: /usr/share/OVMF/OVMF_CODE_4M.fd.
            security: Guests are confined by apparmor.
            cpu: 8 CPUs, x86_64, like Skylake.
            memory: 8 GiB, 2 GiB of it given to 1 running domain.
            pool default: 40 GiB free of 100 GiB.
            network default: Running on virbr0.
            guest agent: Answers in the running domain with a channel for it.
            """,
            string.Join('\n', checks.Select(static check => $"{check.Subject}: {check.Text}")));
    }

    [Fact]
    public void Nobody_who_is_not_reached_is_judged_further()
    {
        var check = Assert.Single(HostExamination.Judge(s_sound with { NotReached = Diagnostic.Error("VP6001", null, "No libvirt daemon", "Start it.") }));

        Assert.Equal(new HostCheck("connection", CheckState.Failed, "No libvirt daemon (VP6001).", "Start it."), check);
    }

    [Fact]
    public void A_host_that_may_only_be_read_fails() =>
        Holds(s_sound with { NotWritable = Diagnostic.Error("VP6002", null, "No permission for libvirt's socket", "Join the group.") }, "permission", CheckState.Failed, "may be read, but not changed", "Join the group.");

    [Fact]
    public void An_old_libvirt_is_said() =>
        Holds(s_sound with { Versions = new HostVersions(new Version(5, 10), new Version(4, 2)) }, "libvirt", CheckState.Warning, "libvirt 5.10 is older than 6.0", "Upgrade it");

    [Fact]
    public void Emulation_is_said()
    {
        Holds(s_sound with { Facts = Facts(Emulated), Kvm = null }, "kvm", CheckState.Warning, "guests are emulated", "VT-x");
        Holds(s_sound with { HasKvmDevice = false }, "kvm", CheckState.Warning, "no /dev/kvm", "kvm_intel");
        Assert.Equal(CheckState.Ok, Find(s_sound with { HasKvmDevice = null }, "kvm").State);
    }

    [Fact]
    public void Firmware_and_confinement_that_lack_are_said()
    {
        Holds(s_sound with { Kvm = DomainCapabilities.Parse(XElement.Parse("<domainCapabilities><os><loader supported='no'/></os></domainCapabilities>")) }, "firmware", CheckState.Warning, "No UEFI firmware", "apt install ovmf");
        Holds(s_sound with { Facts = Facts(Kvm, "<secmodel><model>none</model></secmodel><secmodel><model>dac</model></secmodel>") }, "security", CheckState.Warning, "No security driver", "AppArmor");
        Assert.Equal("Guests run with this user's rights.", Find(s_sound with { Facts = Facts(Kvm) with { IsSession = true } }, "security").Text);
    }

    [Fact]
    public void Memory_that_was_promised_twice_is_said() =>
        Holds(s_sound with { Domains = new Asked<IReadOnlyList<HostDomain>>([Domain("big", "<memory unit='GiB'>9</memory>")], null) }, "memory", CheckState.Warning, "8 GiB, 9 GiB of it given", "Give them less");

    [Fact]
    public void Pools_are_looked_at_one_by_one()
    {
        var vitals = s_sound with
        {
            Pools = new Asked<IReadOnlyList<HostPool>>([Pool("it's", 0, 0) with { IsActive = false }, Pool("full", 100L << 30, 1L << 30), Pool("remote", 0, 0)], null),
        };

        Holds(vitals, "pool it's", CheckState.Warning, "Not running", @"virsh pool-start 'it'\''s'");
        Holds(vitals, "pool full", CheckState.Warning, "Nearly full: 1 GiB free of 100 GiB", "images gc");
        Holds(vitals, "pool default", CheckState.Warning, "There is none", "StoragePool");
        Assert.Equal("Running.", Find(vitals, "pool remote").Text);
    }

    [Fact]
    public void Networks_are_looked_at_one_by_one()
    {
        Holds(s_sound with { Networks = new Asked<IReadOnlyList<HostNetwork>>([new HostNetwork("lan", new XElement("network"))], null) }, "network lan", CheckState.Warning, "Not running", "virsh net-start lan");
        Holds(s_sound with { Networks = new Asked<IReadOnlyList<HostNetwork>>([], null) }, "networks", CheckState.Warning, "There is none", "Network");
    }

    [Fact]
    public void What_a_host_does_not_tell_is_said() =>
        Holds(s_sound with { Networks = new Asked<IReadOnlyList<HostNetwork>>(null, "no network driver") }, "networks", CheckState.Warning, "does not tell: no network driver", "libvirt-daemon-system");

    [Fact]
    public void Silent_agents_are_named() =>
        Holds(s_sound with { Agents = [new AgentChannel("web", true), new AgentChannel("db", false)] }, "guest agent", CheckState.Warning, "Silent in 1 of 2 running domains with a channel for it: db.", "qemu-guest-agent");

    private static void Holds(HostVitals vitals, string subject, CheckState state, string text, string remedy)
    {
        var check = Find(vitals, subject);
        Assert.Equal(state, check.State);
        Assert.Contains(text, check.Text, StringComparison.Ordinal);
        Assert.Contains(remedy, check.Remedy, StringComparison.Ordinal);
    }

    private static HostCheck Find(HostVitals vitals, string subject) => Assert.Single(HostExamination.Judge(vitals), check => check.Subject == subject);

    private static HostFacts Facts(string guest, string security = "") =>
        new(HostCapabilities.Parse(XElement.Parse($"<capabilities><host><cpu><arch>x86_64</arch><model>Skylake</model></cpu>{Topology}{security}</host>{guest}</capabilities>")));

    private static HostPool Pool(string name, long capacity, long available) => new(name, XElement.Parse("<pool type='dir'/>")) { IsActive = true, Capacity = capacity, Available = available };

    private static HostDomain Domain(string name, string memory) => new(name, Guid.Empty, XElement.Parse($"<domain>{memory}</domain>")) { IsActive = true };
}
