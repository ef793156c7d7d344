using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>What keeps a volume from being made of another.</summary>
internal static class CloneCheck
{
    public static async Task<Diagnostic?> RefusalAsync(IHypervisor host, CloneVolume clone, TextSpan? span, CancellationToken cancellationToken)
    {
        if (clone.Domain is { } domain && await host.IsActiveAsync(domain, CancellationToken.None).ConfigureAwait(false))
        {
            return ApplyDiagnostics.SourceRuns(span, clone.Resource, domain);
        }

        if (clone.Xml.Element("capacity") is { } element && ByteSize.Of(element) is { } capacity
            && await host.ReadVolumeSizeAsync(clone.Source, CancellationToken.None).ConfigureAwait(false) is { } source && capacity < source.Capacity)
        {
            return ApplyDiagnostics.SmallerThanSource(span, clone.Resource, capacity, clone.Source, source.Capacity);
        }

        if (clone.Sha256 is not { } expected)
        {
            return null;
        }

        var content = await host.DownloadAsync(clone.Source, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var actual = Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
            return actual == expected ? null : ApplyDiagnostics.ImageWrongDigest(span, clone.Resource.ToString(), clone.Source.ToString(), expected, actual);
        }
    }
}
