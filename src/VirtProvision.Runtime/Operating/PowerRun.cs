using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Editing;

namespace VirtProvision.Runtime.Operating;

public enum PowerAction
{
    Start,
    Stop,
    Reboot,
}

/// <summary>What is to be done to which domains.</summary>
public sealed record PowerRequest(PowerAction Action, DomainSelection Domains)
{
    /// <summary>How long a guest may take to do what it was asked to.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Cuts the power of a guest that takes longer.</summary>
    public bool Force { get; init; }

    public bool Paused { get; init; }

    /// <summary>Boots also where the memory of the last run was kept.</summary>
    public bool ForceBoot { get; init; }
}

public enum PowerState
{
    Done,

    /// <summary>It was so already.</summary>
    Already,
    Failed,

    /// <summary>The run was stopped first.</summary>
    Left,
}

/// <summary>What became of one domain.</summary>
/// <param name="What">In words: <c>started</c>, <c>was off already</c>.</param>
public sealed record PowerOutcome(ResourceId Domain, PowerState State, string What)
{
    public TimeSpan Took { get; init; }

    public Diagnostic? Finding { get; init; }
}

/// <param name="Outcomes">In the order of names; none when errors kept anything from being done.</param>
public sealed record PowerResult(ImmutableArray<PowerOutcome> Outcomes, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(static diagnostic => diagnostic.IsError);
}
