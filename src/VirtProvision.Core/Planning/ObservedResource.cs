using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Planning;

/// <summary>An object as the host has it at this moment.</summary>
/// <param name="Inactive">Its persistent configuration: what the next start uses. For a volume or a transient object its only XML.</param>
/// <param name="Live">The XML of the running object; null when it does not run, and for volumes.</param>
/// <param name="IsPersistent">False for an object that lives only while it runs.</param>
public sealed record ObservedResource(
    ResourceId Id,
    XElement Inactive,
    XElement? Live,
    bool Autostart,
    bool IsPersistent = true)
{
    public bool IsRunning => Live is not null;
}

/// <summary>What a look at the host found, all in one batch.</summary>
/// <param name="Resources">The declared resources that exist.</param>
/// <param name="References">Objects that no spec declares but one names, and that exist.</param>
/// <param name="InactivePools">Pools that exist and are not started: what their volumes are cannot be known.</param>
public sealed record ObservedHost(
    ImmutableDictionary<ResourceId, ObservedResource> Resources,
    ImmutableHashSet<ResourceId> References,
    ImmutableHashSet<string> InactivePools)
{
    public static readonly ObservedHost Empty = new(
        ImmutableDictionary<ResourceId, ObservedResource>.Empty, [], []);

    /// <summary>Domains that no spec declares; read only for a run with patches.</summary>
    public ImmutableDictionary<ResourceId, ObservedResource> OtherDomains { get; init; } = ImmutableDictionary<ResourceId, ObservedResource>.Empty;

    /// <summary>The XML of volumes that no spec declares but one names.</summary>
    public ImmutableDictionary<ResourceId, XElement> ReferencedVolumes { get; init; } = ImmutableDictionary<ResourceId, XElement>.Empty;

    public ObservedResource? Find(ResourceId id) => Resources.GetValueOrDefault(id);

    /// <summary>The XML of a volume, declared or not.</summary>
    public XElement? FindVolume(ResourceId id) => Find(id)?.Inactive ?? ReferencedVolumes.GetValueOrDefault(id);

    /// <summary>A volume in a pool that does not run can't be looked at.</summary>
    public bool IsUnknown(ResourceId id) =>
        id.Kind == ResourceKind.StorageVolume && id.Pool is not null && InactivePools.Contains(id.Pool) && Find(id) is null;

    /// <summary>Whether the object that refers to another does so on the host too.</summary>
    public bool Holds(ExternalReference reference) =>
        Find(reference.By)?.Inactive.DescendantsAndSelf().Any(element => element.Attributes().Any(attribute => attribute.Value == reference.Id.Name)) is true;

    public bool Exists(ResourceId id) => Resources.ContainsKey(id) || References.Contains(id);
}
