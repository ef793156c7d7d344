using VirtProvision.Core.Media;

namespace VirtProvision.Runtime.Media;

/// <summary>Reads the marker files of a tree: the treeinfo file first, and the others only where it is missing or says too little.</summary>
internal static class TreeMarkerFiles
{
    /// <returns>The markers, and what a server said to those that it refused.</returns>
    /// <exception cref="MediaException">The server can't be reached, or falls silent.</exception>
    public static async Task<(TreeMarkers Markers, MediaException? Refusal)> ReadAsync(MediaFiles files, CancellationToken cancellationToken)
    {
        var texts = ImmutableDictionary.CreateBuilder<string, string>();
        MediaException? refusal = null;
        var paths = TreeMarkers.Paths;
        await ReadAllAsync([.. paths.Take(1)]).ConfigureAwait(false);
        if (new TreeMarkers(texts.ToImmutable()).Treeinfo?.Family is null)
        {
            await ReadAllAsync([.. paths.Skip(1)]).ConfigureAwait(false);
        }

        return (new TreeMarkers(texts.ToImmutable()), refusal);

        async Task ReadAllAsync(ImmutableArray<string> some)
        {
            foreach (var batch in some.Chunk(files.Parallel))
            {
                var answers = await Task.WhenAll(batch.Select(path => ReadOneAsync(files, path, cancellationToken))).ConfigureAwait(false);
                foreach (var (path, (text, refused)) in batch.Zip(answers))
                {
                    refusal ??= refused;
                    if (text is not null)
                    {
                        texts[path] = text;
                    }
                }
            }
        }
    }

    // Servers that store objects answer 403 to what they don't have.
    private static async Task<(string? Text, MediaException? Refused)> ReadOneAsync(MediaFiles files, string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await files.ReadTextAsync(path, cancellationToken).ConfigureAwait(false), null);
        }
        catch (MediaException exception) when (exception.Failure is MediaFailure.Refused or MediaFailure.NotPermitted)
        {
            return (null, exception);
        }
    }
}
