namespace VirtProvision.Libvirt.Errors;

/// <summary>No connection came about; <see cref="Failure"/> says why. Nothing was asked of the host.</summary>
public sealed class LibvirtConnectException : LibvirtException
{
    public LibvirtConnectException(LibvirtConnectFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    public LibvirtConnectFailure Failure { get; }
}
