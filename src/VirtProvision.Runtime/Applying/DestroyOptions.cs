using VirtProvision.Core.Planning;

namespace VirtProvision.Runtime.Applying;

/// <summary>What destroy may do.</summary>
public sealed record DestroyOptions
{
    /// <summary>Delete the declared volumes too, with all that is in them.</summary>
    public bool DeleteStorage { get; init; }

    /// <summary>How long a guest may take to shut down before its power is cut.</summary>
    public TimeSpan? ShutdownDeadline { get; init; }

    internal ApplyOptions ToApplyOptions() => new() { MaxDisruption = Disruption.DataLoss, Restarts = false, ShutdownDeadline = ShutdownDeadline, UsualShutdownDeadline = TimeSpan.FromSeconds(30) };
}
