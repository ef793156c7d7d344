using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

internal static class DomainBlockJobRows
{
    private const string Uuid = "00112233-4455-6677-8899-aabbccddeeff";
    private static readonly DomainRef s_web = new("web", Guid.Parse(Uuid), 7);

    private static WireBytes Wire => WireBytes.Empty;

    private static WireBytes Web => Wire.Domain("web", Uuid, 7); // remote_nonnull_domain { name, uuid, id }

    public static IEnumerable<ProcedureRow> All =>
    [
        ProcedureRow.Of(RemoteProcedure.DomainBlockPull, c => c.PullBlocksAsync(s_web, "vda"), Web.Text("vda").Hyper(0).Int(0)), // disk, bandwidth, flags
        ProcedureRow.Of(
            RemoteProcedure.DomainGetBlockJobInfo,
            c => c.GetBlockJobAsync(s_web, "vda"),
            Web.Text("vda").Int(0),
            Wire.Int(1).Int(1).Hyper(0).Hyper(5).Hyper(9), // found, type, bandwidth, cur, end
            new DomainBlockJob(1, 5, 9)),
        ProcedureRow.Of(RemoteProcedure.DomainGetBlockJobInfo, c => c.GetBlockJobAsync(s_web, "vdb"), Web.Text("vdb").Int(0), Wire.Int(0).Int(0).Hyper(0).Hyper(0).Hyper(0), (DomainBlockJob?)null),
        ProcedureRow.Of(RemoteProcedure.DomainBlockJobAbort, c => c.AbortBlockJobAsync(s_web, "vda"), Web.Text("vda").Int(0)),
        ProcedureRow.Of(RemoteProcedure.DomainBlockJobAbort, c => c.PivotBlocksAsync(s_web, "vda"), Web.Text("vda").Int(2)), // pivot
        ProcedureRow.Of(RemoteProcedure.DomainBlockCommit, c => c.CommitBlocksAsync(s_web, "vda"), Web.Text("vda").Optional(null).Optional(null).Hyper(0).Int(5)), // disk, base, top, bandwidth, shallow and active
        ProcedureRow.Of(
            RemoteProcedure.DomainSnapshotCreateXml,
            c => c.SnapshotDisksAsync(s_web, "<domainsnapshot/>", DomainSnapshotFlags.DiskOnly | DomainSnapshotFlags.NoMetadata | DomainSnapshotFlags.Atomic),
            Web.Text("<domainsnapshot/>").Int(148),
            Wire.Text("1").Domain("web", Uuid, 7)), // name, domain
    ];
}
