using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

internal static class DomainTuningRows
{
    private const string Uuid = "00112233-4455-6677-8899-aabbccddeeff";
    private static readonly DomainRef s_web = new("web", Guid.Parse(Uuid), 7);

    private static WireBytes Web => WireBytes.Empty.Domain("web", Uuid, 7); // remote_nonnull_domain { name, uuid, id }

    public static IEnumerable<ProcedureRow> All =>
    [
        ProcedureRow.Of(
            RemoteProcedure.DomainPinVcpuFlags, c => c.PinVcpuAsync(s_web, 1, [0, 9], DomainAffect.Live), Web.Int(1).Int(2).Bytes(0x01, 0x02, 0, 0).Int(1)), // vcpu, cpumap<>, flags
        ProcedureRow.Of(RemoteProcedure.DomainPinEmulator, c => c.PinEmulatorAsync(s_web, [3], DomainAffect.Live), Web.Int(1).Bytes(0x08, 0, 0, 0).Int(1)), // cpumap<>, flags
        ProcedureRow.Of(
            RemoteProcedure.DomainPinIothread, c => c.PinIoThreadAsync(s_web, 2, [0, 1], DomainAffect.Config), Web.Int(2).Int(1).Bytes(0x03, 0, 0, 0).Int(2)), // iothreads_id, cpumap<>, flags
        ProcedureRow.Of(
            RemoteProcedure.DomainSetSchedulerParametersFlags,
            c => c.SetSchedulerAsync(s_web, [new("cpu_shares", 512UL), new("vcpu_quota", -1L)], DomainAffect.Live),
            Web.Int(2).Text("cpu_shares").Int(4).Hyper(512).Text("vcpu_quota").Int(3).Hyper(-1).Int(1)), // params<>, flags
        ProcedureRow.Of(
            RemoteProcedure.DomainSetMemoryParameters,
            c => c.SetMemoryLimitsAsync(s_web, [new("hard_limit", 1024UL)], DomainAffect.Live),
            Web.Int(1).Text("hard_limit").Int(4).Hyper(1024).Int(1)),
        ProcedureRow.Of(
            RemoteProcedure.DomainSetBlkioParameters, c => c.SetBlkioAsync(s_web, [new("weight", 500U)], DomainAffect.Live), Web.Int(1).Text("weight").Int(2).Int(500).Int(1)),
        ProcedureRow.Of(
            RemoteProcedure.DomainSetNumaParameters,
            c => c.SetNumaAsync(s_web, [new("numa_nodeset", "0-1")], DomainAffect.Live),
            Web.Int(1).Text("numa_nodeset").Int(7).Text("0-1").Int(1)),
        ProcedureRow.Of(
            RemoteProcedure.DomainSetPerfEvents, c => c.SetPerfEventsAsync(s_web, [new("cmt", true)], DomainAffect.Live), Web.Int(1).Text("cmt").Int(6).Int(1).Int(1)),
        ProcedureRow.Of(
            RemoteProcedure.DomainSetIothreadParams,
            c => c.SetIoThreadAsync(s_web, 7, [new("poll_max_ns", 100UL)], DomainAffect.Live),
            Web.Int(7).Int(1).Text("poll_max_ns").Int(4).Hyper(100).Int(1)), // iothread_id, params<>, flags
        ProcedureRow.Of(RemoteProcedure.DomainSetMemoryStatsPeriod, c => c.SetMemoryStatsPeriodAsync(s_web, 5, DomainAffect.Live), Web.Int(5).Int(1)),
    ];
}
