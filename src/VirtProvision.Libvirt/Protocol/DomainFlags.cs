namespace VirtProvision.Libvirt.Protocol;

/// <summary>virConnectListAllDomainsFlags: filters in groups; none of a group means all of it.</summary>
[Flags]
public enum DomainListFlags : uint
{
    All = 0,
    Active = 1, // VIR_CONNECT_LIST_DOMAINS_ACTIVE
    Inactive = 2, // VIR_CONNECT_LIST_DOMAINS_INACTIVE
    Persistent = 4, // VIR_CONNECT_LIST_DOMAINS_PERSISTENT
    Transient = 8, // VIR_CONNECT_LIST_DOMAINS_TRANSIENT
    Running = 16, // VIR_CONNECT_LIST_DOMAINS_RUNNING
    Paused = 32, // VIR_CONNECT_LIST_DOMAINS_PAUSED
    Shutoff = 64, // VIR_CONNECT_LIST_DOMAINS_SHUTOFF
    Other = 128, // VIR_CONNECT_LIST_DOMAINS_OTHER
    ManagedSave = 256, // VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE
    NoManagedSave = 512, // VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE
    Autostart = 1024, // VIR_CONNECT_LIST_DOMAINS_AUTOSTART
    NoAutostart = 2048, // VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART
    HasSnapshot = 4096, // VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT
    NoSnapshot = 8192, // VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT
    HasCheckpoint = 16384, // VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT
    NoCheckpoint = 32768, // VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT
}

/// <summary>virDomainXMLFlags.</summary>
[Flags]
public enum DomainXmlFlags : uint
{
    /// <summary>The running domain as it is now, or the configuration of one that isn't running.</summary>
    Current = 0,

    /// <summary>With passwords; refused on a read-only connection.</summary>
    Secure = 1, // VIR_DOMAIN_XML_SECURE

    /// <summary>The configuration that the next boot uses.</summary>
    Inactive = 2, // VIR_DOMAIN_XML_INACTIVE
    UpdateCpu = 4, // VIR_DOMAIN_XML_UPDATE_CPU
    Migratable = 8, // VIR_DOMAIN_XML_MIGRATABLE
}

/// <summary>virDomainDefineFlags.</summary>
[Flags]
public enum DomainDefineFlags : uint
{
    None = 0,

    /// <summary>Hold the XML against libvirt's RELAX NG schema first.</summary>
    Validate = 1, // VIR_DOMAIN_DEFINE_VALIDATE
}

/// <summary>virDomainCreateFlags.</summary>
[Flags]
public enum DomainStartFlags : uint
{
    None = 0,
    Paused = 1, // VIR_DOMAIN_START_PAUSED
    AutoDestroy = 2, // VIR_DOMAIN_START_AUTODESTROY
    BypassCache = 4, // VIR_DOMAIN_START_BYPASS_CACHE
    ForceBoot = 8, // VIR_DOMAIN_START_FORCE_BOOT
    Validate = 16, // VIR_DOMAIN_START_VALIDATE
    ResetNvram = 32, // VIR_DOMAIN_START_RESET_NVRAM
}

/// <summary>virDomainUndefineFlagsValues.</summary>
[Flags]
public enum DomainUndefineFlags : uint
{
    None = 0,
    ManagedSave = 1, // VIR_DOMAIN_UNDEFINE_MANAGED_SAVE
    SnapshotsMetadata = 2, // VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA
    Nvram = 4, // VIR_DOMAIN_UNDEFINE_NVRAM
    KeepNvram = 8, // VIR_DOMAIN_UNDEFINE_KEEP_NVRAM
    CheckpointsMetadata = 16, // VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA
    Tpm = 32, // VIR_DOMAIN_UNDEFINE_TPM
    KeepTpm = 64, // VIR_DOMAIN_UNDEFINE_KEEP_TPM
}

/// <summary>virDomainShutdownFlagValues, virDomainRebootFlagValues: which way to ask; none leaves it to the hypervisor.</summary>
[Flags]
public enum DomainShutdownFlags : uint
{
    Default = 0,
    AcpiPowerButton = 1, // VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN
    GuestAgent = 2, // VIR_DOMAIN_SHUTDOWN_GUEST_AGENT
    InitControl = 4, // VIR_DOMAIN_SHUTDOWN_INITCTL
    Signal = 8, // VIR_DOMAIN_SHUTDOWN_SIGNAL
    Paravirt = 16, // VIR_DOMAIN_SHUTDOWN_PARAVIRT
}

/// <summary>virDomainSnapshotCreateFlags.</summary>
[Flags]
public enum DomainSnapshotFlags : uint
{
    None = 0,

    /// <summary>libvirt keeps no note of it.</summary>
    NoMetadata = 4, // VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA
    DiskOnly = 16, // VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY

    /// <summary>The guest's agent freezes its file systems for the moment.</summary>
    Quiesce = 64, // VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE

    /// <summary>All disks or none.</summary>
    Atomic = 128, // VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC
}

/// <summary>virDomainDestroyFlagsValues.</summary>
[Flags]
public enum DomainDestroyFlags : uint
{
    Default = 0,

    /// <summary>SIGTERM only; fails rather than kill a process that doesn't end.</summary>
    Graceful = 1, // VIR_DOMAIN_DESTROY_GRACEFUL
    RemoveLogs = 2, // VIR_DOMAIN_DESTROY_REMOVE_LOGS
}

/// <summary>virDomainModificationImpact, and the flags of device, vcpu and memory calls that share its bits.</summary>
[Flags]
public enum DomainAffect : uint
{
    /// <summary>The running domain if it runs, else its configuration.</summary>
    Current = 0,
    Live = 1, // VIR_DOMAIN_AFFECT_LIVE
    Config = 2, // VIR_DOMAIN_AFFECT_CONFIG
}

/// <summary>virDomainDeviceModifyFlags.</summary>
[Flags]
public enum DomainDeviceFlags : uint
{
    Current = 0,
    Live = 1, // VIR_DOMAIN_DEVICE_MODIFY_LIVE
    Config = 2, // VIR_DOMAIN_DEVICE_MODIFY_CONFIG

    /// <summary>Eject a locked medium.</summary>
    Force = 4, // VIR_DOMAIN_DEVICE_MODIFY_FORCE
}

/// <summary>virDomainVcpuFlags.</summary>
[Flags]
public enum DomainVcpuFlags : uint
{
    Current = 0,
    Live = 1, // VIR_DOMAIN_VCPU_LIVE
    Config = 2, // VIR_DOMAIN_VCPU_CONFIG
    Maximum = 4, // VIR_DOMAIN_VCPU_MAXIMUM
    Guest = 8, // VIR_DOMAIN_VCPU_GUEST
    Hotpluggable = 16, // VIR_DOMAIN_VCPU_HOTPLUGGABLE
}

/// <summary>virDomainMemoryModFlags.</summary>
[Flags]
public enum DomainMemoryFlags : uint
{
    Current = 0,
    Live = 1, // VIR_DOMAIN_MEM_LIVE
    Config = 2, // VIR_DOMAIN_MEM_CONFIG
    Maximum = 4, // VIR_DOMAIN_MEM_MAXIMUM
}
