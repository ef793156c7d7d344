using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Seeding;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Installing;

/// <summary>Drivers that an installer needs to see its disk, as osinfo-db names them: without them the devices that the defaults chose would be unknown to it.</summary>
internal sealed class DriverFiles
{
    private readonly ImmutableArray<(string Folder, string File)> _files;

    private DriverFiles(ImmutableArray<(string Folder, string File)> files) => _files = files;

    public bool IsEmpty => _files.IsEmpty;

    /// <summary>Where each comes from, a line each.</summary>
    public string List => string.Concat(_files.Select(static file => $"{file.Folder}/{file.File}\n"));

    public static DriverFiles Of(OsFacts system, string arch) => new(
    [
        .. system.Drivers.Where(driver => driver.IsPreInstallable && driver.Arch == arch)
            .OrderByDescending(static driver => driver.Priority)
            .SelectMany(static driver => driver.Files.Select(file => (Folder: driver.Location.TrimEnd('/'), File: file)))
            .DistinctBy(static file => file.File),
    ]);

    /// <exception cref="MediaException">One cannot be had.</exception>
    public async Task<ImmutableArray<SeedFile>> FetchAsync(CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<SeedFile>();
        foreach (var (folder, file) in _files)
        {
            files.Add(new SeedFile(file, [.. await MediaText.ReadBytesAsync($"{folder}/{file}", folder: null, cancellationToken).ConfigureAwait(false)]));
        }

        return files.DrainToImmutable();
    }
}
