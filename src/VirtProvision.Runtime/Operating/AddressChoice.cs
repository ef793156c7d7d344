namespace VirtProvision.Runtime.Operating;

/// <summary>Whom to ask for addresses.</summary>
public enum AddressChoice
{
    /// <summary>The leases; of guests that have none the agent, and then the host's ARP table.</summary>
    Auto,
    Lease,
    Agent,
    Arp,
    None,
}
