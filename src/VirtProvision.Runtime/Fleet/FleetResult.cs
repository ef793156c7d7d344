using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Fleet;

namespace VirtProvision.Runtime.Fleet;

/// <summary>What a run gave, host by host.</summary>
/// <param name="Hosts">In the order of the specs, first the host of the connection. Empty when the specs are wrong.</param>
/// <param name="Findings">What is wrong with the specs, whatever the host.</param>
public sealed record FleetResult<TResult>(ImmutableArray<HostRun<TResult>> Hosts, ImmutableArray<Diagnostic> Findings)
    where TResult : PipelineResult
{
    /// <summary>The result of a run in which no spec speaks of hosts; otherwise null.</summary>
    public TResult? Only { get; init; }

    /// <summary>Every host that the specs declare, whether anything belongs to it or not; where only the specs are looked at.</summary>
    public ImmutableArray<DeclaredHost> Declared { get; init; } = [];

    /// <summary>Every finding.</summary>
    public ImmutableArray<Diagnostic> Diagnostics => Only?.Diagnostics ?? [.. Findings, .. Hosts.SelectMany(static host => host.Diagnostics)];

    public bool HasErrors => Diagnostics.Any(static diagnostic => diagnostic.IsError);

    /// <summary>What there is of results, wherever it comes from.</summary>
    public IEnumerable<TResult> Results => Only is not null ? [Only] : Hosts.Select(static host => host.Result).OfType<TResult>();
}

public static class FleetResult
{
    /// <summary>Of a run in which no spec speaks of hosts.</summary>
    public static FleetResult<TResult> Of<TResult>(TResult only)
        where TResult : PipelineResult => new([], []) { Only = only };
}
