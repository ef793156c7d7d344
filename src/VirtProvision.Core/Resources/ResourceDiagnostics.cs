using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Resources;

/// <summary>What can be wrong with resources and how they refer to each other: VP3001–VP3049.</summary>
public static class ResourceDiagnostics
{
    /// <param name="host">Whose it is; null for the host of the connection.</param>
    public static Diagnostic Duplicate(TextSpan span, ResourceId id, TextSpan first, string? host = null) => Error("VP3001", span,
        "Resource declared twice",
        $"{id} is declared twice{(host is null ? "" : $" for the host \"{host}\"")}. Remove one of the two or give it another name.",
        new RelatedPlace(first, "first declared here"));

    public static Diagnostic Cycle(TextSpan span, ImmutableArray<ResourceId> cycle, ImmutableArray<RelatedPlace> places) => Error("VP3002", span,
        "Resources need each other",
        $"No order can make these, since each needs the next: {string.Join(" → ", cycle)}. Remove one of the references.",
        places);

    /// <summary>For the runtime, once the host was asked: the reference, who needs it, and what was perhaps meant.</summary>
    public static Diagnostic UnknownReference(ExternalReference reference, TextSpan by, ResourceId? nearest, TextSpan? nearestPlace) => Error("VP3003", reference.Place,
        "Unknown resource",
        $"{reference.Id} is neither declared in these specs nor on the host." + Nearest.DidYouMean(nearest is { } near ? NameOf(near, reference.Id) : null)
            + " Declare it, or correct the name.",
        [new RelatedPlace(by, $"{reference.By} needs it"), .. nearestPlace is { } place ? [new RelatedPlace(place, $"{nearest} is declared here")] : ImmutableArray<RelatedPlace>.Empty]);

    public static Diagnostic NoTarget(TextSpan span, string target, string? nearest) => Error("VP3004", span,
        "Target matches nothing",
        $"No declared resource is named {target}.{Nearest.DidYouMean(nearest)} A target is KIND/NAME, for a volume KIND/POOL/NAME too; * and ? stand for any characters.");

    public static Diagnostic MalformedTarget(TextSpan span, string target) => Error("VP3005", span,
        "Not a target",
        $"\"{target}\" is no target. Write KIND/NAME, for example Domain/web01 or \"Domain/web*\".");

    public static Diagnostic VolumeNotYetKnown(ExternalReference reference) => Warning("VP3006", reference.Place,
        "Volume not known before its pool",
        $"{reference.Id} is not declared, and its pool does not exist yet, so whether it will be there shows only when {reference.By} needs it.");

    public static Diagnostic NotAResource(TextSpan span) => Error("VP3010", span,
        "Not a resource",
        "A document is a mapping with apiVersion, kind, metadata and spec; this one is none.");

    public static Diagnostic ListNeedsItems(TextSpan span) => Error("VP3011", span,
        "List without items",
        "A document of kind List has its resources under items, as a list.");

    public static Diagnostic InvalidName(TextSpan span, ResourceKind kind, string why) => Error("VP3012", span,
        "Invalid name",
        $"A {kind.Name} cannot have this name: {why}.");

    public static Diagnostic DiskNeedsName(TextSpan span) => Error("VP3013", span,
        "Disk needs a name",
        "This disk gets a volume of its own, which is named after the disk. Give the disk a name: name: root.");

    public static Diagnostic DiskHasPathAndSize(TextSpan span) => Error("VP3014", span,
        "Disk has content and a new volume",
        "size and from make a volume, in a pool or at a path, so they cannot stand beside a source, an existing volume, or both pool and path. Remove one of the two, or give the volume a spec of its own.");

    public static Diagnostic PoolWithoutVolume(TextSpan span) => Error("VP3015", span,
        "Disk has a pool but no volume",
        "Say which volume of the pool the disk uses (volume), or what the new one is made of (size, from).");

    public static Diagnostic CopyOfPath(TextSpan span) => Error("VP3016", span,
        "Copy of a path",
        "A full copy can be made of a volume only. Name the volume and its pool, or use mode: linked.");

    public static Diagnostic VolumeWithoutPool(TextSpan span) => Error("VP3017", span,
        "Volume without a pool",
        "A volume is found by its pool and its name. Say the pool too.");

    public static Diagnostic RawCannotBeLinked(TextSpan span, string format) => Error("VP3018", span,
        "Format cannot be linked",
        $"A {format} disk holds all of its content, so it can't stand on an image. Say format: qcow2, or mode: full.");

    public static Diagnostic NoSuchDisk(TextSpan span, string domain, string? disk) => Error("VP3019", span,
        "Domain without that disk",
        disk is null
            ? $"The domain \"{domain}\" has no disk to start from that is a volume of a storage pool."
            : $"The domain \"{domain}\" has no disk \"{disk}\" that is a volume of a storage pool. Name it by its name or its target, such as vda.");

    public static Diagnostic TwoStarts(TextSpan span) => Error("VP3020", span,
        "More than one thing to start from",
        "A disk starts from one of image, volume, domain and path. Keep one.");

    public static Diagnostic ReplicasOfOneName(TextSpan span) => Error("VP3021", span,
        "Replicas with one name",
        "Each replica needs a name of its own: put {index} into it, as in web-{index}. It stands for 0, 1, 2 …");

    public static Diagnostic WrongXPath(TextSpan span, string why) => Error("VP3025", span,
        "Not an XPath expression",
        $"The match can't be evaluated: {why.TrimEnd('.')}. Write XPath 1.0 seen from the root element, such as devices/disk/driver[@cache='writeback'].");

    public static Diagnostic PatchMakesStorage(TextSpan span, string field) => Error("VP3026", span,
        "A patch makes no storage",
        $"\"{field}\" would make a volume for every domain that matches. Declare the volumes with specs of their own, and name them in the patch by pool and volume.");

    private static string NameOf(ResourceId id, ResourceId like) => id.Pool == like.Pool ? id.Name : $"{id.Pool}/{id.Name}";
}
