namespace VirtProvision.Core.Hosts;

/// <summary>What is known of a host when a new domain is made. Values only: whoever asks the host is in <c>Runtime</c>.</summary>
/// <param name="Capabilities">What the host can run at all.</param>
public sealed record HostFacts(HostCapabilities Capabilities)
{
    /// <summary>A usual x86 KVM host, for rendering without one. Its two documents lie in <c>schemas/hosts/usual</c>.</summary>
    public static HostFacts Usual => UsualHost.Facts;

    /// <summary>The hypervisor driver, as the connection's URI names it: <c>qemu</c>, <c>test</c>, <c>xen</c>, <c>lxc</c>, <c>bhyve</c>, <c>vz</c> …</summary>
    public string Driver { get; init; } = "qemu";

    /// <summary>Whether the connection's URI names no other machine. Defaults go by it; whether a path may be looked at, by <see cref="HasFilesHere"/>.</summary>
    public bool IsLocal { get; init; } = true;

    /// <summary>Whether the host's paths are paths on this machine. False for a snapshot of a local connection that another machine took.</summary>
    public bool HasFilesHere { get => IsLocal && field; init; } = true;

    /// <summary>Whether it is a user's own daemon, without the host's bridges and devices.</summary>
    public bool IsSession { get; init; }

    /// <summary>The capabilities of the machine that was chosen; null when nobody asked, or when the driver can't tell.</summary>
    public DomainCapabilities? Domain { get; init; }

    /// <summary>The host's own bridge, which a network that names none goes to; null when there is none, and where the host's bridges are out of reach.</summary>
    public string? DefaultBridge { get; init; }

    /// <summary>Those of <see cref="CpuSecurity.Features"/> that the host's model has for the guest's architecture. Empty when nobody asked.</summary>
    public ImmutableArray<string> CpuSecurityFeatures { get; init; } = [];

    /// <summary>Whether it is a QEMU driver, whatever accelerates it.</summary>
    public bool IsQemu => Driver is "qemu";

    /// <summary>Whether it is libvirt's own test driver, which runs nothing.</summary>
    public bool IsTest => Driver is "test";
}
