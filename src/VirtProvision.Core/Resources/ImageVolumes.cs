using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Images;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>
/// Gives images their names on the host, which are those of their content: <c>debian12</c> with a URL becomes <c>sha256-….qcow2</c>, and whoever names it
/// is led there. Another content is another volume, so that nothing that stands on an image ever sees it change.
/// </summary>
/// <param name="lockOf">The lock file of a folder.</param>
/// <param name="requiresLock">Whether an image without a known content is an error; not so for who is about to lock it.</param>
public sealed class ImageVolumes(Func<string?, ImageLock> lockOf, bool requiresLock, DiagnosticBag diagnostics)
{
    private readonly List<DeclaredImage> _images = [];
    private readonly Dictionary<ResourceId, ResourceSpec> _named = [];

    /// <summary>Every image that is fetched from elsewhere, in the order of the specs.</summary>
    public ImmutableArray<DeclaredImage> Images => [.. _images];

    /// <summary>The specs with images under their names on the host; those that disks give by URL come before the domain.</summary>
    public List<ResourceSpec> Resolve(IEnumerable<ResourceSpec> specs)
    {
        ImmutableArray<ResourceSpec> declared = [.. specs];
        foreach (var spec in declared)
        {
            if (spec.Id.Kind == ResourceKind.StorageVolume && spec.Spec["source"] is MappingNode { } local && local["url"] is null && (local["sha256"] as MappingNode)?["url"] is { } sums)
            {
                diagnostics.Add(ImageDiagnostics.SumsOfPath(sums.Span));
            }
        }

        foreach (var spec in declared.Where(IsImage))
        {
            if (Named(spec) is { } named)
            {
                _named.TryAdd(spec.Id, named);
            }
        }

        var references = new ImageReferences(_named, declared, InlineImage, diagnostics);
        var resolved = new List<ResourceSpec>(declared.Length);
        var met = new HashSet<ResourceId>();
        foreach (var spec in declared)
        {
            if (_named.TryGetValue(spec.Id, out var image))
            {
                // One content that two specs name is one volume.
                if (met.Add(image.Id))
                {
                    resolved.Add(image);
                }
            }
            else
            {
                var led = references.Lead(spec, out var brought);
                resolved.AddRange(brought.Where(inline => met.Add(inline.Id)));
                resolved.Add(led);
            }
        }

        return references.Media.Count is 0 ? resolved : [.. resolved.Select(spec => references.Media.Contains(spec.Id) ? spec with { IsMedium = true } : spec)];
    }

    private static bool IsImage(ResourceSpec spec) =>
        spec.Id.Kind == ResourceKind.StorageVolume && spec.Spec["source"] is MappingNode source && (source["url"] ?? source["uri"]) is not null;

    private ResourceSpec? InlineImage(ResourceSpec domain, MappingNode image, ScalarNode pool)
    {
        var spec = MappingNode.Empty(image.Span).With("pool", pool).With("source", image.Without("format"));
        return Named(new ResourceSpec(
            new ResourceId(ResourceKind.StorageVolume, image.TextOf("url") is { } url ? ImageSource.FileName(url) : image.TextOf("volume")!, pool.Text),
            ImmutableSortedDictionary<string, string>.Empty,
            ImmutableSortedDictionary<string, string>.Empty,
            image["format"] is { } format ? spec.With("format", format) : spec,
            image.Span,
            domain.Id));
    }

    /// <summary>Null with a finding when its content, or its format, is not known.</summary>
    private ResourceSpec? Named(ResourceSpec spec)
    {
        var source = (MappingNode)spec.Spec["source"]!;
        if (OriginOf(source, spec) is not { } image)
        {
            return null;
        }

        var locked = lockOf(image.Folder).Find(image.Source);
        var digest = image.Sha256 ?? locked?.Sha256;
        locked = locked?.Sha256 == digest ? locked : null;
        var served = locked?.Format ?? ImageFormat.OfName(image.Remote?.Volume.Name ?? ImageSource.FileName(image.Source));
        var format = image.Format ?? (served is null ? null : ImageFormat.Kept(served));
        if (digest is null || format is null)
        {
            _images.Add(image with { Locked = locked });
            if (requiresLock)
            {
                diagnostics.Add(digest is null ? ImageDiagnostics.NotLocked(image.Span, image.Source) : ImageDiagnostics.FormatUnknown(image.Span, image.Source));
            }

            return null;
        }

        if (spec.Spec["capacity"] is { } capacity)
        {
            diagnostics.Add(ImageDiagnostics.ImageWithCapacity(capacity.Span));
        }

        var id = spec.Id with { Name = ImageFormat.VolumeName(digest, format) };
        _images.Add(image with { Locked = locked, Volume = id });
        return spec with
        {
            Id = id,
            ImageName = spec.Id.Name,
            Spec = spec.Spec.With("format", ScalarNode.String(source.Span, format)).With("source", source.With("sha256", ScalarNode.String(source.Span, digest))),
        };
    }

    private DeclaredImage? OriginOf(MappingNode source, ResourceSpec spec)
    {
        var sums = source["sha256"] as MappingNode;
        var digest = (sums?.TextOf("value") ?? source.TextOf("sha256"))?.ToLowerInvariant();
        var format = spec.Spec.TextOf("format");
        if (source["path"] is not null || (source["url"] is not null && (source["uri"] ?? source["volume"]) is not null))
        {
            diagnostics.Add(ImageDiagnostics.ManyOrigins(source.Span));
            return null;
        }

        if (source["url"] is ScalarNode url)
        {
            if (!ImageSource.IsUrl(url.Text))
            {
                diagnostics.Add(ImageDiagnostics.NotAUrl(url.Span, url.Text));
                return null;
            }

            if (new Uri(url.Text).UserInfo.Length > 0)
            {
                diagnostics.Add(ImageDiagnostics.LoginInUrl(url.Span));
                return null;
            }

            return new DeclaredImage(spec.Id.Name, url.Text, spec.Id.Pool!, digest, sums?.TextOf("url"), format, url.Span);
        }

        if (source.TextOf("uri") is { } uri && source.TextOf("pool") is { } pool && source.TextOf("volume") is { } volume)
        {
            return new DeclaredImage(spec.Id.Name, ImageSource.OfVolume(uri, pool, volume), spec.Id.Pool!, digest, sums?.TextOf("url"), format, source["uri"]!.Span)
            {
                Remote = (uri, new ResourceId(ResourceKind.StorageVolume, volume, pool)),
            };
        }

        diagnostics.Add(ImageDiagnostics.RemoteIncomplete(source.Span));
        return null;
    }
}
