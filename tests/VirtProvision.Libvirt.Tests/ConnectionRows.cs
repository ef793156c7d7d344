using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

internal static class ConnectionRows
{
    private static WireBytes Wire => WireBytes.Empty;

    public static IEnumerable<ProcedureRow> All =>
    [
        ProcedureRow.Of(RemoteProcedure.ConnectGetType, c => c.GetDriverTypeAsync(), Wire, Wire.Text("QEMU"), "QEMU"),
        ProcedureRow.Of(RemoteProcedure.ConnectGetVersion, c => c.GetVersionAsync(), Wire, Wire.Hyper(7_002_022), new Version(7, 2, 22)),
        ProcedureRow.Of(RemoteProcedure.ConnectGetLibVersion, c => c.GetLibvirtVersionAsync(), Wire, Wire.Hyper(9_000_000), new Version(9, 0, 0)),
        ProcedureRow.Of(RemoteProcedure.ConnectGetHostname, c => c.GetHostnameAsync(), Wire, Wire.Text("host"), "host"),
        ProcedureRow.Of(RemoteProcedure.ConnectGetUri, c => c.GetUriAsync(), Wire, Wire.Text("qemu:///system"), "qemu:///system"),
        ProcedureRow.Of(RemoteProcedure.ConnectGetCapabilities, c => c.GetCapabilitiesAsync(), Wire, Wire.Text("<capabilities/>"), "<capabilities/>"),
        ProcedureRow.Of(RemoteProcedure.ConnectSupportsFeature, c => c.SupportsAsync(ConnectionFeature.EventCallbacks), Wire.Int(14), Wire.Int(1), true),
        ProcedureRow.Of(
            RemoteProcedure.ConnectGetDomainCapabilities,
            c => c.GetDomainCapabilitiesAsync(new DomainCapabilitiesQuery(Architecture: "x86_64", VirtType: "kvm")),
            Wire.Optional(null).Optional("x86_64").Optional(null).Optional("kvm").Int(0), // emulatorbin, arch, machine, virttype, flags
            Wire.Text("<domainCapabilities/>"),
            "<domainCapabilities/>"),
        ProcedureRow.Of(
            RemoteProcedure.ConnectBaselineHypervisorCpu,
            c => c.BaselineHypervisorCpuAsync(new DomainCapabilitiesQuery("/qemu", VirtType: "kvm"), ["<cpu/>", "<cpu mode='x'/>"], CpuBaselineFlags.ExpandFeatures),
            Wire.Optional("/qemu").Optional(null).Optional(null).Optional("kvm").Int(2).Text("<cpu/>").Text("<cpu mode='x'/>").Int(1), // emulator, arch, machine, virttype, xmlCPUs, flags
            Wire.Text("<cpu/>"),
            "<cpu/>"),
    ];
}
