namespace VirtProvision.Libvirt.Errors;

/// <summary>What carries the connection has ended and says why: thrown by a transport's stream from its reads and writes.</summary>
internal sealed class TransportEndedException : IOException
{
    public TransportEndedException(LibvirtConnectFailure failure, string message)
        : base(message) => Failure = failure;

    /// <summary>What it means if no connection had come about yet.</summary>
    public LibvirtConnectFailure Failure { get; }
}
