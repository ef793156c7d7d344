using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Core.Hosts;

/// <param name="Libvirt">The daemon's.</param>
/// <param name="Hypervisor">QEMU's, for the driver of that name.</param>
public sealed record HostVersions(Version Libvirt, Version Hypervisor);

/// <summary>A running domain that has a channel for a guest agent.</summary>
public sealed record AgentChannel(string Domain, bool IsConnected);

/// <summary>A part of what was asked of a host; without a value the reason why there is none.</summary>
public readonly record struct Asked<T>(T? Value, string? Refusal)
    where T : class;

/// <summary>What an examination of a host found. What is null was not asked, or has no answer there.</summary>
public sealed record HostVitals(string Uri)
{
    /// <summary>Why nobody answers; then nothing else is known.</summary>
    public Diagnostic? NotReached { get; init; }

    /// <summary>Why it may only be read.</summary>
    public Diagnostic? NotWritable { get; init; }

    public HostVersions? Versions { get; init; }

    public HostFacts? Facts { get; init; }

    /// <summary>Of a machine under KVM; null where there is none.</summary>
    public DomainCapabilities? Kvm { get; init; }

    /// <summary>Of a machine of the host's own choice.</summary>
    public DomainCapabilities? Machine { get; init; }

    /// <summary>Whether this machine, where it is the host, has /dev/kvm.</summary>
    public bool? HasKvmDevice { get; init; }

    public Asked<IReadOnlyList<HostPool>> Pools { get; init; }

    public Asked<IReadOnlyList<HostNetwork>> Networks { get; init; }

    public Asked<IReadOnlyList<HostDomain>> Domains { get; init; }

    public ImmutableArray<AgentChannel> Agents { get; init; } = [];
}
