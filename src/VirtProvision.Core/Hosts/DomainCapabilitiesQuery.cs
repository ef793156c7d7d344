namespace VirtProvision.Core.Hosts;

/// <summary>Of which machine to tell the capabilities; what is null is the host's own choice.</summary>
/// <param name="Emulator">The program's path on the host.</param>
/// <param name="Arch">The guest's, in libvirt's words.</param>
/// <param name="Machine">A machine type or its alias.</param>
/// <param name="Type">The domain type: <c>kvm</c>, <c>qemu</c> …</param>
public sealed record DomainCapabilitiesQuery(string? Emulator = null, string? Arch = null, string? Machine = null, string? Type = null);
