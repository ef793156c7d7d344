using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Images;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Installing;

/// <summary>The images that the disks of a new domain start from, as their URLs and checksums say: volumes under the names of their contents, made before it.</summary>
internal static class InstallImages
{
    /// <returns>The request, its disks led to those volumes.</returns>
    public static InstallRequest Resolve(InstallRequest request, DiagnosticBag diagnostics, out ImmutableArray<ResourceSpec> images)
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        var domain = new ResourceSpec(new ResourceId(ResourceKind.Domain, request.Name?.Text ?? ""), none, none, request.Spec, request.Span);

        // No file of specs is there, and so none with locks beside it: the option itself has to give the checksum.
        var resolved = new ImageVolumes(static _ => ImageLock.Empty, requiresLock: true, diagnostics).Resolve([domain]);
        images = [.. resolved.SkipLast(1)];
        return request with { Spec = resolved[^1].Spec };
    }
}
