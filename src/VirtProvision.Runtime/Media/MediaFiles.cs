using System.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>The files of an install tree, wherever it is.</summary>
internal abstract class MediaFiles : IAsyncDisposable
{
    /// <summary>Marker files are read whole into memory; a server that answers with something huge shall not fill it.</summary>
    private const int TextLimit = 4 * 1024 * 1024;

    /// <summary>How many files may be asked for at once.</summary>
    public virtual int Parallel => 6;

    /// <summary>How findings name a file of the tree.</summary>
    public abstract string NameOf(string path);

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="MediaException">The place can't be read.</exception>
    public abstract Task<MediaFile?> FindAsync(string path, CancellationToken cancellationToken);

    /// <summary>The content from its start. A stream whose place breaks off in the middle throws a <see cref="MediaException"/> and never just ends.</summary>
    /// <exception cref="MediaException">It isn't there, or can't be read.</exception>
    public abstract Task<Stream> OpenAsync(string path, CancellationToken cancellationToken);

    /// <summary>A small text; null when there is no such file, or it is not a small text.</summary>
    /// <exception cref="MediaException">The place can't be read.</exception>
    public async Task<string?> ReadTextAsync(string path, CancellationToken cancellationToken)
    {
        Stream content;
        try
        {
            content = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaException exception) when (exception.Failure is MediaFailure.NotFound)
        {
            return null;
        }

        await using (content.ConfigureAwait(false))
        {
            using var text = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                if (text.Length + read > TextLimit)
                {
                    return null;
                }

                text.Write(buffer, 0, read);
            }

            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length).TrimStart('\uFEFF');
        }
    }

    public abstract ValueTask DisposeAsync();
}
