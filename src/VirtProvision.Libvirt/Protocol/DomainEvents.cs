using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>virDomainEventType.</summary>
public enum DomainLifecycleKind
{
    Defined = 0, // VIR_DOMAIN_EVENT_DEFINED
    Undefined = 1, // VIR_DOMAIN_EVENT_UNDEFINED
    Started = 2, // VIR_DOMAIN_EVENT_STARTED
    Suspended = 3, // VIR_DOMAIN_EVENT_SUSPENDED
    Resumed = 4, // VIR_DOMAIN_EVENT_RESUMED
    Stopped = 5, // VIR_DOMAIN_EVENT_STOPPED
    Shutdown = 6, // VIR_DOMAIN_EVENT_SHUTDOWN
    PmSuspended = 7, // VIR_DOMAIN_EVENT_PMSUSPENDED
    Crashed = 8, // VIR_DOMAIN_EVENT_CRASHED
}

/// <summary>Something began or ended in a domain's life. A change of its configuration alone is no such event, unless it was defined anew.</summary>
/// <param name="Detail">One of the <c>virDomainEvent…DetailType</c> numbers that belong to the kind.</param>
public sealed record DomainLifecycleEvent(DomainRef Domain, DomainLifecycleKind Kind, int Detail)
{
    // remote_domain_event_lifecycle_msg { remote_nonnull_domain dom; int event; int detail; }
    internal static DomainLifecycleEvent Read(ref XdrReader reader) =>
        new(DomainRef.Read(ref reader), (DomainLifecycleKind)reader.ReadInt32("event"), reader.ReadInt32("detail"));
}

/// <summary>The guest was started anew while its domain ran on.</summary>
public sealed record DomainRebootEvent(DomainRef Domain)
{
    // remote_domain_event_callback_reboot_msg { int callbackID; remote_nonnull_domain dom; }
    internal static DomainRebootEvent Read(ref XdrReader reader) => new(DomainRef.Read(ref reader));
}

/// <summary>virDomainBlockJobType.</summary>
public enum BlockJobKind
{
    Unknown = 0, // VIR_DOMAIN_BLOCK_JOB_TYPE_UNKNOWN
    Pull = 1, // VIR_DOMAIN_BLOCK_JOB_TYPE_PULL
    Copy = 2, // VIR_DOMAIN_BLOCK_JOB_TYPE_COPY
    Commit = 3, // VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT
    ActiveCommit = 4, // VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT
    Backup = 5, // VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP
}

/// <summary>virConnectDomainEventBlockJobStatus.</summary>
public enum BlockJobStage
{
    Completed = 0, // VIR_DOMAIN_BLOCK_JOB_COMPLETED
    Failed = 1, // VIR_DOMAIN_BLOCK_JOB_FAILED
    Canceled = 2, // VIR_DOMAIN_BLOCK_JOB_CANCELED
    Ready = 3, // VIR_DOMAIN_BLOCK_JOB_READY
}

/// <summary>A job on a running domain's disk has ended, or waits to be ended.</summary>
/// <param name="Target">The disk's target name, such as <c>vda</c>.</param>
public sealed record DomainBlockJobEvent(DomainRef Domain, string Target, BlockJobKind Kind, BlockJobStage Stage)
{
    // remote_domain_event_block_job_2_msg { int callbackID; remote_nonnull_domain dom; nonnull_string dst; int type; int status; }
    internal static DomainBlockJobEvent Read(ref XdrReader reader) =>
        new(DomainRef.Read(ref reader), reader.ReadString("dst"), (BlockJobKind)reader.ReadInt32("type"), (BlockJobStage)reader.ReadInt32("status"));
}

/// <summary>A device came into the running domain.</summary>
public sealed record DomainDeviceAdded(DomainRef Domain, string Alias)
{
    // remote_domain_event_callback_device_added_msg { int callbackID; remote_nonnull_domain dom; nonnull_string devAlias; }
    internal static DomainDeviceAdded Read(ref XdrReader reader) => new(DomainRef.Read(ref reader), reader.ReadString("devAlias"));
}

/// <summary>A device has left the running domain.</summary>
public sealed record DomainDeviceRemoved(DomainRef Domain, string Alias)
{
    // remote_domain_event_device_removed_msg { remote_nonnull_domain dom; nonnull_string devAlias; }
    internal static DomainDeviceRemoved Read(ref XdrReader reader) => new(DomainRef.Read(ref reader), reader.ReadString("devAlias"));
}

/// <summary>The guest did not let go of a device; it stays.</summary>
public sealed record DomainDeviceRemovalFailed(DomainRef Domain, string Alias)
{
    // remote_domain_event_callback_device_removal_failed_msg { int callbackID; remote_nonnull_domain dom; nonnull_string devAlias; }
    internal static DomainDeviceRemovalFailed Read(ref XdrReader reader) => new(DomainRef.Read(ref reader), reader.ReadString("devAlias"));
}

/// <summary>The guest agent has come (<paramref name="State"/> 1) or gone (2).</summary>
public sealed record DomainAgentLifecycleEvent(DomainRef Domain, int State, int Reason)
{
    public bool IsConnected => State == 1; // VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED

    // remote_domain_event_callback_agent_lifecycle_msg { int callbackID; remote_nonnull_domain dom; int state; int reason; }
    internal static DomainAgentLifecycleEvent Read(ref XdrReader reader) =>
        new(DomainRef.Read(ref reader), reader.ReadInt32("state"), reader.ReadInt32("reason"));
}

/// <summary>A domain's title, description or metadata element was changed.</summary>
public sealed record DomainMetadataChanged(DomainRef Domain, DomainMetadataType Type, string? NamespaceUri)
{
    // remote_domain_event_callback_metadata_change_msg { int callbackID; remote_nonnull_domain dom; int type; string nsuri; }
    internal static DomainMetadataChanged Read(ref XdrReader reader) =>
        new(DomainRef.Read(ref reader), (DomainMetadataType)reader.ReadInt32("type"), reader.ReadOptionalString("nsuri"));
}
