using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Images;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>Leads what names an image to the volume that it is on the host.</summary>
/// <param name="named">Images under the names that specs give them.</param>
/// <param name="inline">Makes an image of the URL that a disk gives, in a pool; null with a finding when that is not possible.</param>
internal sealed class ImageReferences(
    IReadOnlyDictionary<ResourceId, ResourceSpec> named, ImmutableArray<ResourceSpec> declared, Func<ResourceSpec, MappingNode, ScalarNode, ResourceSpec?> inline, DiagnosticBag diagnostics)
{
    private const string DefaultPool = "default";

    /// <summary>The images that guests have as disks themselves.</summary>
    public HashSet<ResourceId> Media { get; } = [];

    /// <param name="brought">The images that its disks give by URL.</param>
    public ResourceSpec Lead(ResourceSpec spec, out List<ResourceSpec> brought)
    {
        brought = [];
        if (spec.Id.Kind == ResourceKind.StorageVolume)
        {
            return spec with { Spec = LeadMember(LeadMember(spec.Spec, "source", spec.Id.Pool), "backingStore", spec.Id.Pool) };
        }

        if (spec.Id.Kind != ResourceKind.Domain || spec.Spec["disks"] is not SequenceNode disks)
        {
            return spec;
        }

        var items = disks.Items;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is MappingNode disk)
            {
                var led = LeadDisk(spec, disk, brought);
                items = ReferenceEquals(led, disk) ? items : items.SetItem(i, led);
            }
        }

        return items == disks.Items ? spec : spec with { Spec = spec.Spec.With("disks", disks with { Items = items }) };
    }

    private MappingNode LeadDisk(ResourceSpec domain, MappingNode disk, List<ResourceSpec> brought)
    {
        if (disk["volume"] is ScalarNode volume && disk.TextOf("pool") is { } volumePool && named.TryGetValue(new ResourceId(ResourceKind.StorageVolume, volume.Text, volumePool), out var medium))
        {
            if (disk.TextOf("device") is not ("cdrom" or "floppy") && disk["readonly"] is not ScalarNode { Kind: ScalarKind.Boolean, IsTrue: true })
            {
                diagnostics.Add(ImageDiagnostics.ImageAsDisk(volume.Span, volume.Text));
            }

            Media.Add(medium.Id);
            return disk.With("volume", ScalarNode.String(volume.Span, medium.Id.Name));
        }

        if (disk["from"] is not MappingNode from)
        {
            return disk;
        }

        var pool = from["pool"] as ScalarNode ?? disk["pool"] as ScalarNode ?? ScalarNode.String(from.Span, DefaultPool);
        if (from["image"] is not MappingNode image)
        {
            return LeadMember(disk, "from", pool.Text);
        }

        if ((from["volume"] ?? from["domain"] ?? from["path"]) is not null)
        {
            diagnostics.Add(ResourceDiagnostics.TwoStarts(from.Span));
            return disk;
        }

        var target = image["name"] is ScalarNode name ? Find(name, from.TextOf("pool"))
            : (image["url"] ?? image["uri"]) is null ? null
            : inline(domain, image, pool) is { } made ? Brought(made, brought)
            : null;
        return target is null
            ? disk.With("from", from.Without("image"))
            : disk.With("from", from.Without("image").With("volume", ScalarNode.String(image.Span, target.Name)).With("pool", ScalarNode.String(image.Span, target.Pool!)));
    }

    private static ResourceId Brought(ResourceSpec made, List<ResourceSpec> brought)
    {
        brought.Add(made);
        return made.Id;
    }

    private MappingNode LeadMember(MappingNode around, string member, string? pool) =>
        around[member] is MappingNode node && node["volume"] is ScalarNode volume && node["uri"] is null
        && named.TryGetValue(new ResourceId(ResourceKind.StorageVolume, volume.Text, node.TextOf("pool") ?? pool), out var image)
            ? around.With(member, node.With("volume", ScalarNode.String(volume.Span, image.Id.Name)))
            : around;

    private ResourceId? Find(ScalarNode name, string? pool)
    {
        var volumes = declared.Where(static spec => spec.Id.Kind == ResourceKind.StorageVolume).ToArray();
        var found = volumes.Where(spec => spec.Id.Name == name.Text && (pool is null || spec.Id.Pool == pool)).ToArray();
        switch (found)
        {
            case []:
                diagnostics.Add(ImageDiagnostics.UnknownImage(name.Span, name.Text, Nearest.To(name.Text, volumes.Select(static spec => spec.Id.Name))));
                return null;
            case [var only]:
                return named.GetValueOrDefault(only.Id)?.Id ?? only.Id;
            default:
                diagnostics.Add(ImageDiagnostics.AmbiguousImage(name.Span, name.Text, string.Join(", ", found.Select(static spec => spec.Id.Pool))));
                return null;
        }
    }
}
