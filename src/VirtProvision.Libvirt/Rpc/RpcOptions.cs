namespace VirtProvision.Libvirt.Rpc;

/// <summary>How a connection behaves; times of <see cref="Timeout.InfiniteTimeSpan"/> mean never.</summary>
internal sealed record RpcOptions
{
    /// <summary>How many calls may be on their way at once. The daemon works on five of a client at a time, and from 16 on more don't make it faster.</summary>
    public int Window { get; init; } = 48;

    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan LongCallTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    public TimeSpan KeepAliveInterval { get; init; } = Timeout.InfiniteTimeSpan;

    public int KeepAliveCount { get; init; } = 5;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Told of each call as it is made, on the caller's thread.</summary>
    public Action<RemoteProcedure>? CallObserver { get; init; }
}
