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
            return new UploadVolume(change.Id, xml, path, source.TextOf("sha256")?.ToLowerInvariant());
        }

        return spec is null ? new CreateVolume(change.Id, xml)
            : Named(spec, "source") is { } copied ? new CloneVolume(change.Id, xml, copied, Linked: false)
            : Named(spec, "backingStore") is { } below ? new CloneVolume(change.Id, xml, below, Linked: true)
            : new CreateVolume(change.Id, xml);
    }

    /// <summary>Whether the volume is filled when it is made, so that a killed run leaves it half made.</summary>
    public static bool HasContent(ResourceSpec spec) =>
        spec.Id.Kind == ResourceKind.StorageVolume && spec.Spec["source"] is MappingNode;

    /// <summary>The volume that a member names; in the volume's own pool unless it names another.</summary>
    private static ResourceId? Named(ResourceSpec spec, string member) =>
        spec.Spec[member] is MappingNode node && node.TextOf("volume") is { } name
            ? new ResourceId(ResourceKind.StorageVolume, name, node.TextOf("pool") ?? spec.Id.Pool)
            : null;
}
