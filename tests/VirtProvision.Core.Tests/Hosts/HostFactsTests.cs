using System.Xml.Linq;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Tests.Hosts;

public sealed class HostFactsTests
{
    private static DomainCapabilities Domain(string xml) => DomainCapabilities.Parse(XElement.Parse($"<domainCapabilities>{xml}</domainCapabilities>"));

    [Fact]
    public void The_usual_host_runs_KVM_on_q35()
    {
        var host = HostFacts.Usual;
        var guest = host.Capabilities.FindGuest("hvm", host.Capabilities.HostArch)!;

        Assert.Equal(("x86_64", "Intel", "apparmor"), (host.Capabilities.HostArch, host.Capabilities.HostCpuVendor, host.Capabilities.SecurityModels[0]));
        Assert.True(guest.HasDomain("kvm"));
        Assert.Equal("pc-q35-9.0", guest.Machines.Single(static machine => machine.Name == "q35").Canonical);
        Assert.Equal(("kvm", "pc-q35-9.0", true), (host.Domain!.Type, host.Domain.Machine, host.Domain.Cpu.IsPassthroughMigratable));
        Assert.Equal(["spec-ctrl", "ssbd", "ibpb", "md-clear"], host.CpuSecurityFeatures.AsEnumerable());
    }

    [Fact]
    public void A_guest_says_what_runs_it_and_what_it_has_by_default()
    {
        var capabilities = HostCapabilities.Parse(XElement.Parse("""
            <capabilities>
              <host><cpu><arch>x86_64</arch></cpu><secmodel><model>selinux</model></secmodel><secmodel><model>dac</model></secmodel></host>
              <guest>
                <os_type>hvm</os_type>
                <arch name='i686'>
                  <emulator>/qemu</emulator><loader>/hvmloader</loader><machine canonical='pc-1'>pc</machine><machine>pc-1</machine>
                  <domain type='qemu'/><domain type='kvm'><emulator>/kvm</emulator><machine>q35</machine></domain>
                </arch>
                <features><pae/><nonpae/><acpi default='on' toggle='yes'/><apic default='off'/></features>
              </guest>
            </capabilities>
            """));
        var guest = Assert.Single(capabilities.Guests);

        Assert.Equal(["selinux", "dac"], capabilities.SecurityModels.AsEnumerable());
        Assert.Equal(("hvm", "i686", "/qemu", "/hvmloader"), (guest.OsType, guest.Arch, guest.Emulator, guest.Loader));
        Assert.Equal((true, false, true), (guest.IsAcpiDefault, guest.IsApicDefault, guest.HasPae));
        Assert.Equal(["pae", "nonpae", "acpi", "apic"], guest.Features.AsEnumerable());
        Assert.Equal(["qemu ", "kvm /kvm"], guest.Domains.Select(static domain => $"{domain.Type} {domain.Emulator}"));
        Assert.Equal([new MachineType("pc", "pc-1"), new MachineType("pc-1")], guest.MachinesOf(guest.Domains[0]).AsEnumerable());
        Assert.Equal([new MachineType("q35")], guest.MachinesOf(guest.Domains[1]).AsEnumerable());
        Assert.Same(guest, capabilities.FindGuest(null, "i686"));
        Assert.Null(capabilities.FindGuest("xen", null));
    }

    [Fact]
    public void What_a_document_does_not_tell_is_not_a_no()
    {
        var domain = Domain("<os supported='yes'/><devices><tpm supported='no'/><rng supported='yes'><enum name='model'><value>virtio</value></enum></rng></devices>");

        Assert.Null(domain.FirmwareTypes);
        Assert.Null(domain.Loaders);
        Assert.Null(domain.HypervFeatures);
        Assert.Null(domain.IsSupported("devices/graphics"));
        Assert.Null(domain.Values("devices/graphics", "type"));
        Assert.False(domain.IsSupported("devices/tpm"));
        Assert.Empty(domain.Values("devices/tpm", "model")!.Value);
        Assert.Null(domain.Values("devices/rng", "backendModel"));
        Assert.True(domain.Has("devices/rng", "model", "virtio"));
        Assert.False(domain.Has("devices/rng", "model", "virtio-transitional"));
        Assert.Null(domain.Cpu.Modes);
        Assert.Null(domain.Cpu.HostCpu);
        Assert.Null(domain.Cpu.IsModelUsable("qemu64"));
    }

    [Fact]
    public void CPU_modes_that_are_not_supported_do_not_count()
    {
        var cpu = Domain("""
            <cpu>
              <mode name='host-passthrough' supported='no'><enum name='hostPassthroughMigratable'><value>on</value></enum></mode>
              <mode name='host-model' supported='yes'>
                <model fallback='forbid'>EPYC</model><vendor>AMD</vendor><feature policy='require' name='ss'/><feature policy='disable' name='vme'/>
              </mode>
              <mode name='custom' supported='yes'><model usable='yes'>qemu64</model><model usable='no'>EPYC</model><model usable='unknown'>486</model></mode>
            </cpu>
            """).Cpu;

        Assert.Equal(["host-model", "custom"], cpu.Modes!.Value.AsEnumerable());
        Assert.False(cpu.IsPassthroughMigratable);
        Assert.Equal(("EPYC", "forbid", "AMD"), (cpu.HostCpu!.Name, cpu.HostCpu.Fallback, cpu.HostCpu.Vendor));
        Assert.Equal([new CpuFeature("ss", "require"), new CpuFeature("vme", "disable")], cpu.HostCpu.Features.AsEnumerable());
        Assert.Equal((true, false, null), (cpu.IsModelUsable("qemu64"), cpu.IsModelUsable("EPYC"), cpu.IsModelUsable("486")));
        Assert.Equal(["qemu64", "EPYC", "486"], cpu.Models.AsEnumerable());
    }

    [Theory]
    [InlineData("<sev supported='yes'><maxESGuests>15</maxESGuests></sev>", 15)]
    [InlineData("<sev supported='yes'/>", null)]
    [InlineData("<sev supported='no'><maxESGuests>15</maxESGuests></sev>", null)]
    public void Encrypted_guests_are_counted_where_SEV_works(string sev, int? expected) =>
        Assert.Equal(expected, Domain($"<features>{sev}</features>").SevMaxEsGuests);

    [Fact]
    public void Security_features_come_in_their_own_order() =>
        Assert.Equal(["spec-ctrl", "md-clear"], CpuSecurity.Among(["md-clear", "vmx", "spec-ctrl"]).AsEnumerable());
}
