using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>A value of a running domain that libvirt sets by a call of its own.</summary>
public abstract record LiveSetting
{
    /// <summary>The balloon's target.</summary>
    public sealed record CurrentMemory(ulong KiB) : LiveSetting;

    public sealed record VcpuCount(uint Count) : LiveSetting;

    public sealed record Title(string? Text) : LiveSetting;

    public sealed record DomainDescription(string? Text) : LiveSetting;

    /// <summary>One element of <c>&lt;metadata&gt;</c>; null removes it.</summary>
    public sealed record MetadataElement(string Prefix, string Namespace, string? Xml) : LiveSetting;

    /// <param name="Event">What happened: <c>poweroff</c>, <c>reboot</c>, <c>crash</c>.</param>
    /// <param name="Action">As in the XML: <c>destroy</c>, <c>restart</c> …</param>
    public sealed record LifecycleAction(string Event, string Action) : LiveSetting;

    /// <summary>All limits of a disk at once; what is not named becomes zero, that is unlimited.</summary>
    public sealed record BlockIoTune(string Target, ImmutableSortedDictionary<string, ulong> Limits, string? Group) : LiveSetting;
}

/// <summary>A change of one entry of a running network.</summary>
/// <param name="ParentIndex">Which <c>&lt;ip&gt;</c> a DHCP entry belongs to; -1 lets libvirt find it.</param>
public sealed record NetworkEdit(NetworkUpdateCommand Command, NetworkUpdateSection Section, int ParentIndex, string Xml);
