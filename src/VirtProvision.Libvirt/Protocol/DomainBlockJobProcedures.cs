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
