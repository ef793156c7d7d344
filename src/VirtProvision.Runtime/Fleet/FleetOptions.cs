using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Fleet;

/// <summary>Which hosts a run goes to, and how many at once.</summary>
public sealed record FleetOptions
{
    public const int UsualHostsAtOnce = 4;

    public int HostsAtOnce { get; init; } = UsualHostsAtOnce;

    /// <summary>Only hosts that one of these matches; empty for all.</summary>
    public ImmutableArray<HostFilter> Only { get; init; } = [];
}
