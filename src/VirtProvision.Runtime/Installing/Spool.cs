using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Installing;

/// <summary>A private folder in which what is uploaded waits for its turn: its length must be known before libvirt makes a volume for it. Gone at the end of the run.</summary>
internal sealed class Spool : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<IAsyncDisposable> _sources = [];
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"virt-provision-{Guid.NewGuid():N}");

    /// <summary>Only names the file; nothing is written before <see cref="FillAsync"/>.</summary>
    public InstallUpload Plan(string volume, string format, string pool, ResourceId domain, TextSpan span, Func<Stream, CancellationToken, Task> writeAsync)
    {
        var path = Path.Combine(_folder, volume.TrimStart('.'));
        var spec = MappingNode.Empty(span)
            .With("pool", ScalarNode.String(span, pool))
            .With("format", ScalarNode.String(span, format))
            .With("source", MappingNode.Empty(span).With("path", ScalarNode.String(span, path)));
        var resource = new ResourceSpec(
            new ResourceId(ResourceKind.StorageVolume, volume, pool),
            ImmutableSortedDictionary<string, string>.Empty,
            ImmutableSortedDictionary<string, string>.Empty,
            spec,
            span,
            domain);
        return new InstallUpload(resource, path, writeAsync);
    }

    public async Task FillAsync(ImmutableArray<InstallUpload> uploads, IProgress<ApplyProgress>? progress, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        if (uploads.IsEmpty)
        {
            return;
        }

        // Seeds hold password hashes and keys.
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (var upload in uploads)
        {
            progress?.Report(new ApplyProgress(upload.Volume.Id, ApplyStage.Operation, "fetching"));
            try
            {
                var file = new FileStream(upload.Path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
                await using (file.ConfigureAwait(false))
                {
                    await upload.WriteAsync(file, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (MediaException exception)
            {
                diagnostics.Add(MediaDiagnostics.NotReadable(upload.Volume.Span, exception));
            }
            catch (IOException exception)
            {
                diagnostics.Add(MediaDiagnostics.NoRoom(upload.Volume.Span, upload.Volume.Id.Name, exception.Message));
            }
        }
    }

    /// <summary>Keeps open what the files come from. From any thread.</summary>
    public void Keep(IAsyncDisposable source)
    {
        lock (_gate)
        {
            _sources.Add(source);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
