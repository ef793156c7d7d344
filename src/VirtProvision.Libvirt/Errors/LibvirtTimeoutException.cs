namespace VirtProvision.Libvirt.Errors;

/// <summary>The server did not answer a call in time. The connection lives on; whether the server will still carry out the call is not known.</summary>
public sealed class LibvirtTimeoutException : LibvirtException
{
    public LibvirtTimeoutException(string message)
        : base(message)
    {
    }
}
