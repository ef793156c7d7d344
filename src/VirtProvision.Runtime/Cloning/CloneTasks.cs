using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime.Cloning;

/// <summary>What making clones means in operations: for each its images, then the domain.</summary>
internal static class CloneTasks
{
    /// <param name="original">With its passwords.</param>
    /// <param name="isVolume">Whether what an image is copied from is a volume now that all pools run.</param>
    /// <param name="seeds">The folder in which seeds wait to be uploaded.</param>
    public static ResourceTask Of(DomainClone clone, XElement original, Func<NewImage, bool> isVolume, string seeds, Func<Guid> newId)
    {
        var id = new ResourceId(ResourceKind.Domain, clone.Name);
        var action = clone.Replaces ? ChangeAction.Replace : ChangeAction.Create;
        return new ResourceTask(
            new ResourceChange(id, action, [], [], Disruption.None, [], DesiredXml: null, DefineXml: null), Span: null, [.. Operations(clone, id, original, isVolume, seeds, newId)], TakesBack: true);
    }

    public static XElement XmlOf(XElement original, DomainClone clone, Func<Guid> newId) => CreationIdentity.Freeze(CloneXml.Write(original, clone), newId);

    private static IEnumerable<Operation> Operations(DomainClone clone, ResourceId id, XElement original, Func<NewImage, bool> isVolume, string seeds, Func<Guid> newId)
    {
        // Until the domain is there, its images belong to nobody: a killed run's are made anew.
        ImmutableArray<ResourceId> volumes = [.. clone.Images.Where(static image => !image.Overwrites).Select(static image => image.Volume).Concat(clone.Seed is { } iso ? [iso.Volume] : Array.Empty<ResourceId>())];
        if (!volumes.IsEmpty)
        {
            yield return new ClaimVolumes(id, volumes);
        }

        foreach (var operation in clone.Disks.Select(static disk => disk.Image).OfType<NewImage>().SelectMany(image => Make(image, isVolume)))
        {
            yield return operation;
        }

        if (clone.Seed is { } seed)
        {
            yield return new UploadVolume(seed.Volume, new XElement("volume", new XElement("name", seed.Volume.Name)), CloneSeeds.PathIn(seeds, seed), Sha256: null);
        }

        // As late as can be; but the variables of its firmware may lie where the clone's will.
        if (clone.Replaces)
        {
            yield return new ShutdownGuest(id, TimeSpan.Zero, PowerOff: true);
            yield return new Undefine(id);
        }

        foreach (var operation in clone.NvramImage is { } nvram ? Make(nvram, isVolume) : [])
        {
            yield return operation;
        }

        yield return new DefineNew(id, XmlOf(original, clone, newId));
        if (!volumes.IsEmpty)
        {
            yield return new ReleaseVolumes(id, volumes);
        }
    }

    private static IEnumerable<Operation> Make(NewImage image, Func<NewImage, bool> isVolume)
    {
        if (image.Overwrites)
        {
            yield return new DeleteVolume(image.Volume);
        }

        yield return image.IsLayer || image.IsWithoutContent ? new CreateVolume(image.Volume, image.Xml)
            : isVolume(image) ? new CloneVolume(image.Volume, image.Xml, image.Source!, Linked: false) { IsReflink = image.IsReflink }
            : new UploadVolume(image.Volume, image.Xml, image.SourcePath, Sha256: null);
    }
}
