using VirtProvision.Core.Cloning;

namespace VirtProvision.Runtime.Cloning;

/// <summary>A private folder in which the seeds of clones wait to be uploaded; gone at the end of the run.</summary>
internal sealed class CloneSeeds : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("virt-provision-");

    public string Folder => _folder.FullName;

    public static string PathIn(string folder, CloneSeed seed) => Path.Combine(folder, seed.Content.Name.TrimStart('.'));

    public async Task WriteAsync(IEnumerable<DomainClone> clones, CancellationToken cancellationToken)
    {
        foreach (var seed in clones.Select(static clone => clone.Seed).OfType<CloneSeed>())
        {
            var file = new FileStream(PathIn(Folder, seed), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await seed.Content.WriteAsync(file, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
