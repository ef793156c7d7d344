using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime.Cloning;

/// <summary>Clones that are decided and not made.</summary>
/// <param name="Plan">Null when errors kept it from being made.</param>
/// <param name="Xml">What each clone would be defined as, without passwords.</param>
public sealed record PreparedClones(CloneOrder Order, ClonePlan? Plan, ImmutableArray<XElement> Xml, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The clones as guests that can say who they are.</summary>
    public ImmutableArray<AskedGuest> Guests => Plan is null ? []
        : [.. Plan.Clones.Zip(Xml, (clone, xml) => AskedGuest.Of(clone.Name, xml, Order.Request.IsFresh, Order.Request is { IsFresh: true, UserData: null }))];

    public bool HasErrors => Diagnostics.Any(static diagnostic => diagnostic.IsError);
}

/// <summary>What became of clones.</summary>
/// <param name="Report">One outcome for each clone, in their order; null when nothing was begun.</param>
public sealed record CloneResult(ApplyReport? Report, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>What the clones said of themselves, when they were asked.</summary>
    public ImmutableDictionary<string, GuestIdentity> Identities { get; init; } = ImmutableDictionary<string, GuestIdentity>.Empty;

    public bool Succeeded => Report is { Succeeded: true } && !Diagnostics.Any(static diagnostic => diagnostic.IsError);
}
