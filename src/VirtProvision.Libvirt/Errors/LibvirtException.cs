namespace VirtProvision.Libvirt.Errors;

/// <summary>
/// What every failure of this client derives from. The derived type says which it was: <see cref="LibvirtConnectException"/> (no connection came about),
/// <see cref="LibvirtConnectionLostException"/> (it ended), <see cref="LibvirtServerException"/> (the server refused), <see cref="LibvirtProtocolException"/>
/// (what arrived isn't the protocol), <see cref="LibvirtTimeoutException"/> (nothing arrived).
/// </summary>
public abstract class LibvirtException : Exception
{
    protected LibvirtException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
