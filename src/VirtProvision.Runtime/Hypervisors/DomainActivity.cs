namespace VirtProvision.Runtime.Hypervisors;

/// <summary>What a domain does, in virsh's words.</summary>
/// <param name="State"><c>running</c>, <c>paused</c>, <c>shut off</c>, <c>crashed</c> …</param>
/// <param name="Reason">How it came to that: <c>booted</c>, <c>saved</c>; null where libvirt does not know.</param>
public sealed record DomainActivity(string Name, Guid Uuid, string State, string? Reason);
