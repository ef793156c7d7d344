using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Applying;

/// <summary>What apply may do, and how patiently.</summary>
public sealed record ApplyOptions
{
    /// <summary>The worst that may happen to whoever uses an object; <see cref="Disruption.DataLoss"/> is never taken from here.</summary>
    public Disruption MaxDisruption { get; init; } = Disruption.NextBoot;

    /// <summary>Whether a change that waits for a restart brings one, where <see cref="MaxDisruption"/> allows it.</summary>
    public bool Restarts { get; init; } = true;

    /// <summary>The resources whose data may be lost, each named by the user.</summary>
    public ImmutableHashSet<ResourceId> MayLoseData { get; init; } = [];

    /// <summary>How long a guest may take to shut down, whatever its spec says; null for what its spec says, else <see cref="UsualShutdownDeadline"/>.</summary>
    public TimeSpan? ShutdownDeadline { get; init; }

    public TimeSpan UsualShutdownDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a running guest may take to let go of a device, or to give memory back.</summary>
    public TimeSpan GuestDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether guests whose specs say <c>identity: fresh</c> are to say who they are, and are compared.</summary>
    public bool VerifiesIdentity { get; init; }

    /// <summary>How long each may take to.</summary>
    public TimeSpan IdentityDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many resources are worked on at once.</summary>
    public int Parallelism { get; init; } = 16;
}
