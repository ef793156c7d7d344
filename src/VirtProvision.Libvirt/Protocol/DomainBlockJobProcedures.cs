using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>Long work on the disks of running domains.</summary>
internal static class DomainBlockJobProcedures
{
    // remote_domain_block_pull_args { remote_nonnull_domain dom; nonnull_string path; unsigned hyper bandwidth; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, string Disk), Nothing> Pull = new(
        RemoteProcedure.DomainBlockPull,
        static (ref XdrWriter writer, (DomainRef Domain, string Disk) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteString(args.Disk);
            writer.WriteUInt64(0); // no limit
            writer.WriteUInt32(0);
        },
        Nothing.Read);

    // remote_domain_get_block_job_info_args { remote_nonnull_domain dom; nonnull_string path; unsigned int flags; }
    // remote_domain_get_block_job_info_ret { int found; int type; unsigned hyper bandwidth; unsigned hyper cur; unsigned hyper end; }
    public static readonly Procedure<(DomainRef Domain, string Disk), DomainBlockJob?> GetInfo = new(
        RemoteProcedure.DomainGetBlockJobInfo,
        WriteDisk,
        static (ref XdrReader reader) =>
        {
            var isFound = reader.ReadBoolean("found");
            var type = reader.ReadInt32("type");
            _ = reader.ReadUInt64("bandwidth");
            var job = new DomainBlockJob(type, reader.ReadUInt64("cur"), reader.ReadUInt64("end"));
            return isFound ? job : null;
        });

    // remote_domain_block_job_abort_args { remote_nonnull_domain dom; nonnull_string path; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, string Disk), Nothing> Abort = new(RemoteProcedure.DomainBlockJobAbort, WriteDisk, Nothing.Read);

    // remote_domain_block_job_abort_args, as above
    public static readonly Procedure<(DomainRef Domain, string Disk), Nothing> Pivot = new(
        RemoteProcedure.DomainBlockJobAbort,
        static (ref XdrWriter writer, (DomainRef Domain, string Disk) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteString(args.Disk);
            writer.WriteUInt32(2); // VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT
        },
        Nothing.Read);

    // remote_domain_block_commit_args { remote_nonnull_domain dom; nonnull_string disk; remote_string base; remote_string top; unsigned hyper bandwidth; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, string Disk), Nothing> CommitActive = new(
        RemoteProcedure.DomainBlockCommit,
        static (ref XdrWriter writer, (DomainRef Domain, string Disk) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteString(args.Disk);
            writer.WriteOptionalString(null); // the image right below
            writer.WriteOptionalString(null); // the topmost
            writer.WriteUInt64(0); // no limit
            writer.WriteUInt32(1 | 4); // VIR_DOMAIN_BLOCK_COMMIT_SHALLOW, _ACTIVE
        },
        Nothing.Read);

    // remote_domain_snapshot_create_xml_args { remote_nonnull_domain dom; nonnull_string xml_desc; unsigned int flags; }
    // remote_domain_snapshot_create_xml_ret { remote_nonnull_domain_snapshot snap { nonnull_string name; remote_nonnull_domain dom; } }
    public static readonly Procedure<(DomainRef Domain, string Xml, DomainSnapshotFlags Flags), Nothing> SnapshotDisks = new(
        RemoteProcedure.DomainSnapshotCreateXml,
        static (ref XdrWriter writer, (DomainRef Domain, string Xml, DomainSnapshotFlags Flags) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteString(args.Xml);
            writer.WriteUInt32((uint)args.Flags);
        },
        static (ref XdrReader reader) =>
        {
            _ = reader.ReadString("name");
            _ = DomainRef.Read(ref reader);
            return default(Nothing);
        });

    private static void WriteDisk(ref XdrWriter writer, (DomainRef Domain, string Disk) args)
    {
        DomainRef.Write(ref writer, args.Domain);
        writer.WriteString(args.Disk);
        writer.WriteUInt32(0);
    }
}

/// <summary>virDomainBlockJobInfo.</summary>
/// <param name="Type">virDomainBlockJobType: 1 pull, 2 copy, 3 commit, 4 active commit.</param>
/// <param name="Done">In the unit of <paramref name="Total"/>, which is nobody's business: bytes, mostly.</param>
public sealed record DomainBlockJob(int Type, ulong Done, ulong Total);
