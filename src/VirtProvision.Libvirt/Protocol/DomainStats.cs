using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>virDomainStatsTypes: which groups of numbers are wanted.</summary>
[Flags]
public enum DomainStatsTypes : uint
{
    /// <summary>Whatever the driver has.</summary>
    All = 0,
    State = 1, // VIR_DOMAIN_STATS_STATE
}

/// <summary>What was measured of one domain, by names such as <c>state.reason</c>.</summary>
public sealed record DomainStats(DomainRef Domain, ImmutableArray<TypedParameter> Values)
{
    internal const int MinimumSize = DomainRef.MinimumSize + 4;

    /// <summary>A number that must be an int; null when it was not measured.</summary>
    public int? Number(string field) => Values.FirstOrDefault(value => value.Field == field)?.Value as int?;

    // remote_domain_stats_record { remote_nonnull_domain dom; remote_typed_param params<REMOTE_CONNECT_GET_ALL_DOMAIN_STATS_MAX>; }
    internal static DomainStats Read(ref XdrReader reader) => new(
        DomainRef.Read(ref reader),
        reader.ReadArray("params", ProtocolLimits.TypedParameters, TypedParameter.MinimumSize, TypedParameter.Read));
}
