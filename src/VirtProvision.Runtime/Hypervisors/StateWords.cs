using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>libvirt's numbers for states and events, in virsh's words. https://libvirt.org/html/libvirt-libvirt-domain.html</summary>
internal static class StateWords
{
    // virDomainRunningReason and so on; the first of each is "unknown".
    private static readonly Dictionary<DomainState, string[]> s_reasons = new()
    {
        [DomainState.Running] = ["booted", "migrated", "restored", "from snapshot", "unpaused", "migration canceled", "save canceled", "event wakeup", "crashed", "post-copy", "post-copy failed"],
        [DomainState.Paused] =
        [
            "user", "migrating", "saving", "dumping", "I/O error", "watchdog", "from snapshot", "shutting down", "creating snapshot", "crashed", "starting up", "post-copy", "post-copy failed", "API error",
        ],
        [DomainState.Shutdown] = ["user"],
        [DomainState.Shutoff] = ["shutdown", "destroyed", "crashed", "migrated", "saved", "failed", "from snapshot", "daemon"],
        [DomainState.Crashed] = ["panicked"],
    };

    // virDomainEventDefinedDetailType and so on, from 0.
    private static readonly Dictionary<DomainLifecycleKind, string[]> s_details = new()
    {
        [DomainLifecycleKind.Defined] = ["added", "updated", "renamed", "from snapshot"],
        [DomainLifecycleKind.Undefined] = ["removed", "renamed"],
        [DomainLifecycleKind.Started] = ["booted", "migrated", "restored", "from snapshot", "wakeup", "recovered"],
        [DomainLifecycleKind.Suspended] = ["paused", "migrated", "I/O error", "watchdog", "restored", "from snapshot", "API error", "post-copy", "post-copy failed"],
        [DomainLifecycleKind.Resumed] = ["unpaused", "migrated", "from snapshot", "post-copy", "post-copy failed"],
        [DomainLifecycleKind.Stopped] = ["shutdown", "destroyed", "crashed", "migrated", "saved", "failed", "from snapshot", "recovered"],
        [DomainLifecycleKind.Shutdown] = ["finished", "on guest request", "on host request"],
        [DomainLifecycleKind.PmSuspended] = ["memory", "disk"],
        [DomainLifecycleKind.Crashed] = ["panicked", "crashloaded"],
    };

    public static string Of(DomainState state) => state switch
    {
        DomainState.Running => "running",
        DomainState.Blocked => "idle",
        DomainState.Paused => "paused",
        DomainState.Shutdown => "in shutdown",
        DomainState.Shutoff => "shut off",
        DomainState.Crashed => "crashed",
        DomainState.PmSuspended => "pmsuspended",
        _ => "no state",
    };

    public static string? ReasonOf(DomainState state, int reason) => At(s_reasons.GetValueOrDefault(state), reason - 1);

    public static string Of(DomainLifecycleKind kind) => kind switch
    {
        DomainLifecycleKind.Defined => "defined",
        DomainLifecycleKind.Undefined => "undefined",
        DomainLifecycleKind.Started => "started",
        DomainLifecycleKind.Suspended => "suspended",
        DomainLifecycleKind.Resumed => "resumed",
        DomainLifecycleKind.Stopped => "stopped",
        DomainLifecycleKind.Shutdown => "shutdown",
        DomainLifecycleKind.PmSuspended => "pmsuspended",
        DomainLifecycleKind.Crashed => "crashed",
        _ => $"lifecycle-{(int)kind}",
    };

    public static string? DetailOf(DomainLifecycleKind kind, int detail) => At(s_details.GetValueOrDefault(kind), detail);

    public static string Of(NetworkLifecycleKind kind) => Enum.IsDefined(kind) ? Lower(kind.ToString()) : $"lifecycle-{(int)kind}";

    public static string Of(StoragePoolLifecycleKind kind) => Enum.IsDefined(kind) ? Lower(kind.ToString()) : $"lifecycle-{(int)kind}";

    public static string Of(BlockJobStage stage) => $"block-job-{(Enum.IsDefined(stage) ? Lower(stage.ToString()) : (int)stage)}";

    public static string Of(BlockJobKind kind) => kind is BlockJobKind.ActiveCommit ? "active commit" : Lower(kind.ToString());

    private static string? At(string[]? words, int index) => words is not null && index >= 0 && index < words.Length ? words[index] : null;

    private static string Lower(string word) => word.ToLowerInvariant();
}
