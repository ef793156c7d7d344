using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>What is measured of domains, of as many as one likes by one call.</summary>
internal static class DomainStatsProcedures
{
    // remote_connect_get_all_domain_stats_args { remote_nonnull_domain doms<REMOTE_DOMAIN_LIST_MAX>; unsigned int stats; unsigned int flags; }
    // remote_connect_get_all_domain_stats_ret { remote_domain_stats_record retStats<REMOTE_DOMAIN_LIST_MAX>; }
    public static readonly Procedure<(ImmutableArray<DomainRef> Domains, DomainStatsTypes Types), ImmutableArray<DomainStats>> GetAll = new(
        RemoteProcedure.ConnectGetAllDomainStats,
        static (ref XdrWriter writer, (ImmutableArray<DomainRef> Domains, DomainStatsTypes Types) args) =>
        {
            writer.WriteArray(args.Domains, DomainRef.Write);
            writer.WriteUInt32((uint)args.Types);
            writer.WriteUInt32(0);
        },
        static (ref XdrReader reader) => reader.ReadArray("retStats", ProtocolLimits.DomainList, DomainStats.MinimumSize, DomainStats.Read));
}
