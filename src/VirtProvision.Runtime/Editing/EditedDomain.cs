using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Editing;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Editing;

/// <summary>A domain with edits in it that nobody wrote back yet.</summary>
/// <param name="Original">As it was read: without its passwords.</param>
/// <param name="Edited">Null when the edits cannot be made in it.</param>
/// <param name="Editor">Makes the same edits again, in the XML as it is by then.</param>
/// <param name="Storage">What has to be made first for the devices that are added.</param>
public sealed record EditedDomain(ResourceId Id, XElement Original, XElement? Edited, DomainEditor Editor, ImmutableArray<ResourceSpec> Storage, ImmutableArray<Diagnostic> Findings)
{
    public bool IsRunning { get; init; }

    /// <summary>Whether the XML came from elsewhere than the host.</summary>
    public bool IsInput { get; init; }

    /// <summary>Field by field what differs in the definition.</summary>
    public ImmutableArray<FieldChange> Changes { get; init; } = [];

    /// <summary>The running domain with the edits in it, where it is to be updated; else null.</summary>
    public XElement? EditedLive { get; init; }

    /// <summary>Field by field what differs in what runs.</summary>
    public ImmutableArray<FieldChange> LiveChanges { get; init; } = [];

    public bool HasChanges => Edited is not null && !XNode.DeepEquals(Original, Edited);
}
