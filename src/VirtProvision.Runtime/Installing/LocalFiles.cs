using VirtProvision.Core.Installing.Devices;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime.Installing;

/// <summary>Looks what paths of this machine lead to.</summary>
internal static class LocalFiles
{
    /// <summary>What is there, by path; absent where nothing is.</summary>
    public static ImmutableDictionary<string, LocalFile> Look(IEnumerable<string> paths)
    {
        var files = ImmutableDictionary.CreateBuilder<string, LocalFile>(StringComparer.Ordinal);
        foreach (var path in paths.Where(static path => path.StartsWith('/')))
        {
            if (Of(path) is { } file)
            {
                files[path] = file;
            }
        }

        return files.ToImmutable();
    }

    private static LocalFile? Of(string path)
    {
        if (Directory.Exists(path))
        {
            return new LocalFile(LocalFileKind.Directory, null);
        }

        if (!File.Exists(path))
        {
            return null;
        }

        // Only a file of the file system is opened: reading a device or a pipe may wait, or do something.
        var kind = FileStatus.KindOf(path);
        return new LocalFile(kind, kind is LocalFileKind.File ? FormatOf(path) : null);
    }

    private static string? FormatOf(string path)
    {
        try
        {
            return LocalImage.Open(path).Format;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
