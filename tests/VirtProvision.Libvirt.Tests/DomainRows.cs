using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

internal static class DomainRows
{
    private const string Uuid = "00112233-4455-6677-8899-aabbccddeeff";
    private static readonly DomainRef s_web = new("web", Guid.Parse(Uuid), 7);

    private static WireBytes Wire => WireBytes.Empty;

    private static WireBytes Web => Wire.Domain("web", Uuid, 7); // remote_nonnull_domain { name, uuid, id }

    public static IEnumerable<ProcedureRow> All =>
    [
        ProcedureRow.Of(
            RemoteProcedure.ConnectListAllDomains,
            c => c.ListDomainsAsync(DomainListFlags.Active | DomainListFlags.Persistent | DomainListFlags.Autostart),
            Wire.Int(1).Int(1 | 4 | 1024), // need_results, flags
            Wire.Int(2).Domain("web", Uuid, 7).Domain("db", Uuid, -1).Int(2), // domains<>, ret
            [s_web, new DomainRef("db", Guid.Parse(Uuid))]),
        ProcedureRow.Of(RemoteProcedure.DomainLookupByName, c => c.LookupDomainAsync("web"), Wire.Text("web"), Web, s_web),
        ProcedureRow.Of(RemoteProcedure.DomainLookupByUuid, c => c.LookupDomainAsync(Guid.Parse(Uuid)), Wire.Uuid(Uuid), Web, s_web),
        ProcedureRow.Of<string?>(
            RemoteProcedure.QemuDomainAgentCommand,
            c => c.AskGuestAgentAsync(s_web, """{"execute":"guest-ping"}""", 5),
            Web.Text("""{"execute":"guest-ping"}""").Int(5).Int(0), // dom, cmd, timeout, flags
            Wire.Int(1).Text("""{"return":{}}"""), // result
            """{"return":{}}"""),
        ProcedureRow.Of(
            RemoteProcedure.DomainGetXmlDesc, c => c.GetDomainXmlAsync(s_web, DomainXmlFlags.Inactive | DomainXmlFlags.Secure), Web.Int(3), Wire.Text("<domain/>"), "<domain/>"),
        ProcedureRow.Of(
            RemoteProcedure.DomainDefineXmlFlags, c => c.DefineDomainAsync("<domain/>", DomainDefineFlags.Validate), Wire.Text("<domain/>").Int(1), Web, s_web),
        ProcedureRow.Of(
            RemoteProcedure.DomainCreateXml, c => c.CreateDomainAsync("<domain/>", DomainStartFlags.Paused), Wire.Text("<domain/>").Int(1), Web, s_web),
        ProcedureRow.Of(RemoteProcedure.DomainCreateWithFlags, c => c.StartDomainAsync(s_web, DomainStartFlags.ForceBoot), Web.Int(8), Web, s_web),
        ProcedureRow.Of(RemoteProcedure.DomainShutdownWithFlags, c => c.ShutdownDomainAsync(s_web, DomainShutdownFlags.AcpiPowerButton), Web.Int(1)),
        ProcedureRow.Of(RemoteProcedure.DomainReboot, c => c.RebootDomainAsync(s_web, DomainShutdownFlags.GuestAgent), Web.Int(2)),
        ProcedureRow.Of(RemoteProcedure.DomainReset, c => c.ResetDomainAsync(s_web), Web.Int(0)),
        ProcedureRow.Of(RemoteProcedure.DomainDestroyWithFlags, c => c.DestroyDomainAsync(s_web, DomainDestroyFlags.Graceful), Web.Int(1)),
        ProcedureRow.Of(
            RemoteProcedure.DomainUndefineWithFlags,
            c => c.UndefineDomainAsync(s_web, DomainUndefineFlags.ManagedSave | DomainUndefineFlags.Nvram | DomainUndefineFlags.Tpm),
            Web.Int(1 | 4 | 32)),
        ProcedureRow.Of(RemoteProcedure.DomainSuspend, c => c.SuspendDomainAsync(s_web), Web),
        ProcedureRow.Of(RemoteProcedure.DomainResume, c => c.ResumeDomainAsync(s_web), Web),
        ProcedureRow.Of(
            RemoteProcedure.DomainGetState, c => c.GetDomainStateAsync(s_web), Web.Int(0), Wire.Int(5).Int(2), new DomainStateReason(DomainState.Shutoff, 2)),
        ProcedureRow.Of(
            RemoteProcedure.DomainGetInfo,
            c => c.GetDomainUsageAsync(s_web),
            Web,
            Wire.Int(1).Hyper(2_097_152).Hyper(1_048_576).Int(4).Hyper(123_456_789_012), // state, maxMem, memory, nrVirtCpu, cpuTime
            new DomainUsage(DomainState.Running, 2_097_152, 1_048_576, 4, 123_456_789_012)),
        ProcedureRow.Of(
            RemoteProcedure.ConnectGetAllDomainStats,
            c => FlattenAsync(c.GetDomainStatsAsync(DomainStatsTypes.State, [s_web])),
            Wire.Int(1).Domain("web", Uuid, 7).Int(1).Int(0), // doms<>, stats, flags
            Wire.Int(1).Domain("web", Uuid, 7).Int(2).Text("state.state").Int(1).Int(3).Text("state.reason").Int(1).Int(5), // retStats<> { dom, params<> { field, type, value } }
            "web state.state=3 state.reason=5"),
        ProcedureRow.Of(RemoteProcedure.DomainIsActive, c => c.IsDomainActiveAsync(s_web), Web, Wire.Int(1), true),
        ProcedureRow.Of(RemoteProcedure.DomainIsPersistent, c => c.IsDomainPersistentAsync(s_web), Web, Wire.Int(0), false),
        ProcedureRow.Of(RemoteProcedure.DomainIsUpdated, c => c.IsDomainUpdatedAsync(s_web), Web, Wire.Int(1), true),
        ProcedureRow.Of(RemoteProcedure.DomainGetAutostart, c => c.GetDomainAutostartAsync(s_web), Web, Wire.Int(1), true),
        ProcedureRow.Of(RemoteProcedure.DomainSetAutostart, c => c.SetDomainAutostartAsync(s_web, true), Web.Int(1)),
        ProcedureRow.Of(RemoteProcedure.DomainManagedSave, c => c.SaveDomainAsync(s_web), Web.Int(0)),
        ProcedureRow.Of(RemoteProcedure.DomainHasManagedSaveImage, c => c.HasManagedSaveAsync(s_web), Web.Int(0), Wire.Int(1), true),
        ProcedureRow.Of(RemoteProcedure.DomainManagedSaveRemove, c => c.RemoveManagedSaveAsync(s_web), Web.Int(0)),
    ];

    private static async Task<string> FlattenAsync(Task<ImmutableArray<DomainStats>> stats) =>
        string.Join(';', (await stats).Select(static one => $"{one.Domain.Name} {string.Join(' ', one.Values.Select(static value => $"{value.Field}={value.Value}"))}"));
}
