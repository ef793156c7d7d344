namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Who knows a guest's addresses.</summary>
public enum AddressSource
{
    /// <summary>The DHCP server of a libvirt network.</summary>
    Lease,

    /// <summary>The guest's own agent.</summary>
    Agent,

    /// <summary>The host's table of neighbours: only of guests that it has spoken to.</summary>
    Arp,
}

/// <param name="Prefix">Null where the source does not tell it.</param>
public sealed record GuestAddress(string? Mac, string Address, int? Prefix, AddressSource Source);
