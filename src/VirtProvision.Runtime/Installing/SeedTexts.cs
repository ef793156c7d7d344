using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Installing;

/// <summary>Reads the local files and URLs that a seed is made of.</summary>
internal static class SeedTexts
{
    /// <summary>By the text of the node that names each; null when one could not be read, which is then reported.</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> ReadAsync(ImmutableArray<ScalarNode> files, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files.DistinctBy(static file => file.Text))
        {
            try
            {
                texts[file.Text] = await MediaText.ReadAsync(file.Text, file.Span.File.Folder, cancellationToken).ConfigureAwait(false);
            }
            catch (MediaException exception)
            {
                findings.Add(MediaDiagnostics.NotReadable(file.Span, exception));
            }
        }

        return texts.Count == files.DistinctBy(static file => file.Text).Count() ? texts : null;
    }
}
