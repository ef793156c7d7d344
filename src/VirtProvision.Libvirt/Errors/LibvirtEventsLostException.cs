namespace VirtProvision.Libvirt.Errors;

/// <summary>Events came faster than they were read, and some were dropped: look at the host anew and subscribe again.</summary>
public sealed class LibvirtEventsLostException : LibvirtException
{
    public LibvirtEventsLostException(string message)
        : base(message)
    {
    }
}
