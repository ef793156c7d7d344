namespace VirtProvision.Libvirt.Errors;

/// <summary>Why no connection came about.</summary>
public enum LibvirtConnectFailure
{
    /// <summary>The URI can't be read, or asks for something that doesn't exist.</summary>
    InvalidUri,

    /// <summary>There is no socket at that path: no daemon is installed or running.</summary>
    NoSocket,

    /// <summary>The host's name leads nowhere.</summary>
    HostNotFound,

    /// <summary>The socket is there, but this user may not use it.</summary>
    PermissionDenied,

    /// <summary>The socket is there, but nobody listens.</summary>
    Refused,

    /// <summary>The server asks for credentials that this client can't give, or turned them down.</summary>
    AuthenticationFailed,

    /// <summary>The server could not show that it is who it should be, or what would show it is missing here.</summary>
    Untrusted,

    /// <summary>Nothing answered within the time for connecting.</summary>
    TimedOut,

    /// <summary>The host has an address, but nothing there takes the connection.</summary>
    HostUnreachable,

    /// <summary>The host shows an ssh key that nobody has vouched for.</summary>
    HostKeyUnknown,

    /// <summary>The host shows another ssh key than the one it is known by.</summary>
    HostKeyChanged,

    /// <summary>The host takes none of the ssh logins that were tried.</summary>
    LoginRefused,

    /// <summary>The program that the transport runs on this machine is not there.</summary>
    NoProgram,

    /// <summary>On the host is nothing that joins an ssh session to libvirt's socket.</summary>
    NoSocketProxy,

    /// <summary>libvirt's own configuration of clients can't be understood.</summary>
    InvalidConfiguration,

    /// <summary>The transport failed for a reason of its own; the message has it.</summary>
    TransportFailed,
}
