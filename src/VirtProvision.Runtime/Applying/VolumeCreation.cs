using VirtProvision.Core.Documents;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Runtime.Applying;

/// <summary>How a volume comes to be: empty, as a layer or a copy of another, or from a local file.</summary>
internal static class VolumeCreation
{
    public static Operation Of(ResourceChange change, ResourceSpec? spec)
    {
        var xml = change.DefineXml!;
        if (spec?.Spec["source"] is MappingNode source && source.TextOf("path") is { } path)
        {
            return new UploadVolume(change.Id, xml, path, DigestOf(source));
        }

        if (spec is { ImageName: { } image } && spec.Spec["source"] is MappingNode origin)
        {
            return new FetchImage(change.Id, xml, OriginOf(origin), DigestOf(origin)!, image);
        }

        return spec is null ? new CreateVolume(change.Id, xml)
            : Named(spec, "source") is { } copied ? Clone(change, spec, "source", copied)
            : Named(spec, "backingStore") is { } below ? Clone(change, spec, "backingStore", below)
            : new CreateVolume(change.Id, xml);
    }

    private static CloneVolume Clone(ResourceChange change, ResourceSpec spec, string member, ResourceId source)
    {
        var node = (MappingNode)spec.Spec[member]!;
        return new CloneVolume(change.Id, change.DefineXml!, source, Linked: member is "backingStore")
        {
            IsReflink = node["reflink"] is ScalarNode { Kind: ScalarKind.Boolean, IsTrue: true },
            Sha256 = DigestOf(node),
            Domain = node.TextOf("domain") is { } domain ? new ResourceId(ResourceKind.Domain, domain) : null,
        };
    }

    private static ImageOrigin OriginOf(MappingNode source) => source.TextOf("uri") is { } uri
        ? new ImageOrigin(uri, new ResourceId(ResourceKind.StorageVolume, source.TextOf("volume")!, source.TextOf("pool")))
        : new ImageOrigin(source.TextOf("url")!, null);

    private static string? DigestOf(MappingNode source) =>
        (source.TextOf("sha256") ?? (source["sha256"] as MappingNode)?.TextOf("value"))?.ToLowerInvariant();

    /// <summary>Whether the volume is filled when it is made, so that a killed run leaves it half made.</summary>
    public static bool HasContent(ResourceSpec spec) =>
        spec.Id.Kind == ResourceKind.StorageVolume && spec.Spec["source"] is MappingNode;

    /// <summary>The volume that a member names; in the volume's own pool unless it names another.</summary>
    private static ResourceId? Named(ResourceSpec spec, string member) =>
        spec.Spec[member] is MappingNode node && node.TextOf("volume") is { } name
            ? new ResourceId(ResourceKind.StorageVolume, name, node.TextOf("pool") ?? spec.Id.Pool)
            : null;
}
