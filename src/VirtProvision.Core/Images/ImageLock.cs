using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Images;

/// <summary>The lock file beside a folder's specs: which content each image source stands for, until somebody updates it.</summary>
public sealed record ImageLock(ImmutableSortedDictionary<string, LockedImage> Images)
{
    public const string FileName = "virt-provision.lock.yaml";
    private const string Heading = "# Written by \"virt-provision images update\". Keep it beside the specs, in version control.\n";
    private const string Version = "virtprovision/v1";
    private const string Kind = "ImageLock";

    public static readonly ImageLock Empty = new(ImmutableSortedDictionary.Create<string, LockedImage>(StringComparer.Ordinal));

    public LockedImage? Find(string source) => Images.GetValueOrDefault(source);

    public ImageLock With(LockedImage image) => new(Images.SetItem(image.Origin, image));

    /// <summary>Entries that cannot be read are reported and left out.</summary>
    public static ImageLock Read(SourceFile file, DiagnosticBag diagnostics)
    {
        var images = Empty.Images.ToBuilder();
        foreach (var document in YamlDocumentReader.Read(file, diagnostics))
        {
            if (document is not MappingNode mapping || mapping.TextOf("kind") is not Kind || mapping["images"] is not (SequenceNode or null))
            {
                diagnostics.Add(ImageDiagnostics.NotALock(document.Span));
                continue;
            }

            foreach (var item in (mapping["images"] as SequenceNode)?.Items ?? [])
            {
                if (ReadImage(item) is { } image)
                {
                    images[image.Origin] = image;
                }
                else
                {
                    diagnostics.Add(ImageDiagnostics.BadLockEntry(item.Span));
                }
            }
        }

        return new ImageLock(images.ToImmutable());
    }

    public string Write()
    {
        var nowhere = new SourceFile(FileName, "").Start;
        var images = Images.Values.Select(image =>
        {
            var node = Put(MappingNode.Empty(nowhere), ("source", image.Origin), ("sha256", image.Sha256));
            node = image.Size is { } size ? node.With("size", ScalarNode.Integer(nowhere, size)) : node;
            return (DocumentNode)Put(
                node,
                ("format", image.Format),
                ("compression", image.Compression),
                ("version", image.Version),
                ("locked", image.Locked.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        });
        return Heading + YamlWriter.Write(Put(MappingNode.Empty(nowhere), ("apiVersion", Version), ("kind", Kind)).With("images", new SequenceNode(nowhere, [.. images])));

        MappingNode Put(MappingNode mapping, params (string Key, string? Value)[] members) =>
            members.Aggregate(mapping, (all, member) => member.Value is { } value ? all.With(member.Key, ScalarNode.String(nowhere, value)) : all);
    }

    private static LockedImage? ReadImage(DocumentNode node)
    {
        if (node is not MappingNode mapping
            || mapping.TextOf("source") is not { } source
            || mapping.TextOf("sha256") is not { Length: 64 } sha256 || !sha256.All(char.IsAsciiHexDigit)
            || mapping.TextOf("format") is not { } format)
        {
            return null;
        }

        long? size = mapping["size"] is ScalarNode number && number.TryGetInteger(out var bytes) ? bytes : null;
        return new LockedImage(source, sha256.ToLowerInvariant(), size, format, TimeOf(mapping.TextOf("locked")))
        {
            Compression = mapping.TextOf("compression"),
            Version = mapping.TextOf("version"),
        };
    }

    private static DateTimeOffset TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.UnixEpoch;
}
