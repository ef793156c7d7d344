using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Images;

namespace VirtProvision.Runtime.Workspaces;

/// <summary>The lock files beside the specs of a run, each read when first asked for.</summary>
internal sealed class LockFiles(SpecLoader loader, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, ImageLock> _locks = new(StringComparer.Ordinal);

    public static string PathIn(string folder) => Path.Combine(folder, ImageLock.FileName);

    /// <summary>An empty one for a folder without.</summary>
    public ImageLock Of(string? folder)
    {
        if (folder is null)
        {
            return ImageLock.Empty;
        }

        if (!_locks.TryGetValue(folder, out var found))
        {
            var path = PathIn(folder);
            found = File.Exists(path) && loader.Read(path, diagnostics) is { } file ? ImageLock.Read(file, diagnostics) : ImageLock.Empty;
            _locks.Add(folder, found);
        }

        return found;
    }
}
