namespace VirtProvision.Libvirt.Errors;

/// <summary>The connection ended before the answer came. Whether the server carried out the call is not known.</summary>
public sealed class LibvirtConnectionLostException : LibvirtException
{
    public LibvirtConnectionLostException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
