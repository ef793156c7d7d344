using VirtProvision.Libvirt.Credentials;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt;

/// <summary>How to connect and how the connection behaves.</summary>
public sealed record LibvirtConnectOptions
{
    public static LibvirtConnectOptions Default { get; } = new();

    /// <summary>Use the daemon's read-only socket: it refuses everything that changes the host, and passwords in XML.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How long connecting may take, from the first byte to the opened driver.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an ordinary call may take before it ends as a <see cref="Errors.LibvirtTimeoutException"/>.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The same for calls that work on as much data as there is: copies, wipes, boots. Mostly unlimited, as in libvirt's own client.</summary>
    public TimeSpan LongCallTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// After this much silence the server is pinged. Off on Unix sockets, whose other end can't vanish without a word. While five calls are under way there is no ping: the daemon would not read it.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How many pings may go unanswered before the connection counts as lost.</summary>
    public int KeepAliveCount { get; init; } = 5;

    /// <summary>How many calls may be under way at once; further ones wait their turn.</summary>
    public int CallsInFlight { get; init; } = 48;

    /// <summary>Told of each call as it is made, on the caller's thread; see <see cref="RemoteProcedureAccess.IsWrite"/>.</summary>
    public Action<RemoteProcedure>? CallObserver { get; init; }

    /// <summary>A transport of one's own instead of the one that the URI names.</summary>
    public ITransport? Transport { get; init; }

    /// <summary>Whom to ask for passwords and passphrases; null is nobody, and what would have to be asked fails instead.</summary>
    public ICredentialPrompt? Prompt { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal TransportOptions ToTransportOptions() => new(ReadOnly, Prompt);

    internal RpcOptions ToRpcOptions() => new()
    {
        Window = CallsInFlight,
        CallTimeout = CallTimeout,
        LongCallTimeout = LongCallTimeout,
        KeepAliveInterval = KeepAliveInterval,
        KeepAliveCount = KeepAliveCount,
        TimeProvider = TimeProvider,
        CallObserver = CallObserver,
    };
}
