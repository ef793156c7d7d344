using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

public enum FieldChangeKind
{
    Add,
    Remove,
    Modify,
}

/// <summary>Where a change takes effect on a running object.</summary>
public enum Effect
{
    /// <summary>The running object takes it, by the call that <see cref="FieldChange.LiveMeans"/> names.</summary>
    Live,

    /// <summary>Only the next start reads it.</summary>
    NextStart,

    /// <summary>libvirt cannot change it: the object would have to be made anew.</summary>
    Replace,

    /// <summary>Making it so destroys data.</summary>
    DataLoss,
}

/// <summary>One difference between what should be and what is, for one XML field or one whole repeated element.</summary>
/// <param name="Path">Where in the object's XML.</param>
/// <param name="Before">The host's value; null for an addition. A whole element stands as its XML.</param>
/// <param name="After">The value wanted; null for a removal.</param>
/// <param name="LiveMeans">For <see cref="Effect.Live"/> the name of the call in the facts, such as <c>attach-device</c> or <c>set-memory</c>.</param>
/// <param name="IsDrift">The spec did not change here since it was last applied: someone changed the host.</param>
/// <param name="IsConfigured">The persistent configuration has it already: only the running object lacks it.</param>
/// <param name="IsSecret">Before and After hold no values but a mark; never print more.</param>
public sealed record FieldChange(
    XmlPath Path,
    FieldChangeKind Kind,
    string? Before,
    string? After,
    Effect Effect,
    string? LiveMeans = null,
    bool IsDrift = false,
    bool IsSecret = false,
    bool IsConfigured = false);
