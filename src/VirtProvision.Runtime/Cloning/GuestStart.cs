using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Runtime.Cloning;

/// <summary>How guests are started when they are made.</summary>
public sealed record GuestStart
{
    /// <summary>Each is to say who it is.</summary>
    public bool VerifiesIdentity { get; init; }

    /// <summary>They run on afterwards; otherwise they are shut down again.</summary>
    public bool KeepsRunning { get; init; }

    /// <summary>How many are started, and asked, at once.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>How long each may take to say who it is.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan ShutdownDeadline { get; init; } = TimeSpan.FromSeconds(60);
}

/// <param name="Identities">By domain, of those that answered.</param>
public sealed record VerifiedGuests(ImmutableDictionary<string, GuestIdentity> Identities, ImmutableArray<Diagnostic> Diagnostics)
{
    public static readonly VerifiedGuests None = new(ImmutableDictionary.Create<string, GuestIdentity>(StringComparer.Ordinal), []);

    internal static VerifiedGuests Failed(Diagnostic why) => None with { Diagnostics = [why] };
}
