using VirtProvision.Core.Diagnostics;
using VirtProvision.Libvirt.Errors;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>The findings about reaching and reading a host.</summary>
internal static class HostDiagnostics
{
    public static Diagnostic CannotConnect(string uri, LibvirtConnectException exception) => exception.Failure switch
    {
        LibvirtConnectFailure.NoSocket => Error("VP6001", null,
            summary: "No libvirt daemon",
            detail: $"{exception.Message} On Debian: apt install libvirt-daemon-system, then systemctl start libvirtd; without a service manager, virtlogd -d and libvirtd -d."),
        LibvirtConnectFailure.PermissionDenied => Error("VP6002", null,
            summary: "No permission for libvirt's socket",
            detail: $"{exception.Message} A user's own domains need no permission: --connect qemu:///session."),
        LibvirtConnectFailure.Refused => Error("VP6003", null, summary: "No libvirt daemon listens", detail: exception.Message),
        LibvirtConnectFailure.InvalidUri => Error("VP6004", null, summary: "Not a connection URI", detail: exception.Message),
        LibvirtConnectFailure.AuthenticationFailed => Error("VP6006", null, summary: "Not authenticated", detail: exception.Message),
        LibvirtConnectFailure.HostNotFound => Error("VP6026", null, summary: "No such host", detail: exception.Message),
        LibvirtConnectFailure.Untrusted => Error("VP6025", null, summary: "Host not trusted", detail: $"{exception.Message} Nothing was asked of it."),
        LibvirtConnectFailure.HostKeyUnknown => Error("VP6030", null, summary: "Unknown host key", detail: exception.Message),
        LibvirtConnectFailure.HostKeyChanged => Error("VP6031", null, summary: "Changed host key", detail: exception.Message),
        LibvirtConnectFailure.LoginRefused => Error("VP6032", null, summary: "Not let in by ssh", detail: exception.Message),
        LibvirtConnectFailure.HostUnreachable => Error("VP6034", null, summary: "Host not reachable", detail: exception.Message),
        LibvirtConnectFailure.NoProgram => Error("VP6035", null, summary: "Program not found", detail: exception.Message),
        LibvirtConnectFailure.NoSocketProxy => Error("VP6036", null, summary: "Nothing on the host that reaches libvirt", detail: exception.Message),
        LibvirtConnectFailure.InvalidConfiguration => Error("VP6037", null, summary: "libvirt.conf not understood", detail: exception.Message),
        LibvirtConnectFailure.TimedOut => Error("VP6007", null, summary: "No answer from libvirt", detail: $"Connecting to {uri} took too long: {exception.Message}"),
        _ => Error("VP6008", null, summary: "Cannot connect to libvirt", detail: $"Connecting to {uri} failed: {exception.Message}"),
    };

    /// <summary>Whatever ends a look at the host.</summary>
    public static Diagnostic CannotRead(string uri, LibvirtException exception) => exception switch
    {
        UnreadableHostException unreadable => unreadable.Finding,
        LibvirtConnectException connect => CannotConnect(uri, connect),
        LibvirtServerException server => Error("VP6010", null,
            summary: "libvirt refused to be read",
            detail: $"Reading {uri} failed: {server.Message} (libvirt error {(int)server.Code})."),
        LibvirtTimeoutException => Error("VP6007", null, summary: "No answer from libvirt", detail: $"Reading {uri} took too long: {exception.Message}"),
        LibvirtProtocolException => Error("VP6011", null,
            summary: "Not libvirt's protocol",
            detail: $"What answers at {uri} does not speak libvirt's protocol: {exception.Message}"),
        _ => Error("VP6009", null, summary: "Connection lost", detail: $"The connection to {uri} ended while the host was read: {exception.Message} Nothing was changed."),
    };
}
