using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Runtime.Fleet;

public enum HostState
{
    /// <summary>The run went to its end there, whatever it did.</summary>
    Done,

    /// <summary>Not reached, or something went wrong there.</summary>
    Failed,

    /// <summary>Nobody looked at it, as its spec says.</summary>
    Maintenance,

    /// <summary>The run was stopped before it changed anything there.</summary>
    Interrupted,
}

/// <summary>What a run gave on one host.</summary>
/// <param name="Name">As specs name it; null for the host of the connection.</param>
/// <param name="Result">Null where nothing came of it.</param>
public sealed record HostRun<TResult>(string? Name, string Uri, HostState State, TResult? Result)
    where TResult : PipelineResult
{
    /// <summary>How output names the host.</summary>
    public string Label => Name ?? Uri;

    /// <summary>Why the host is in maintenance, where its spec says so.</summary>
    public string? Reason { get; init; }

    /// <summary>The findings about this host, marked so.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];
}
