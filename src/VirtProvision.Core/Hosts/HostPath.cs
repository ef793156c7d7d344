namespace VirtProvision.Core.Hosts;

/// <summary>Paths as the host spells them: always with slashes.</summary>
public static class HostPath
{
    private const string FileScheme = "file://";

    private static readonly string[] s_kernelFolders = ["/dev", "/sys", "/proc"];

    /// <summary><c>file:///x</c> is <c>/x</c>; a relative path starts at the folder; the rest stays.</summary>
    public static string Absolute(string path, string? workingFolder)
    {
        if (path.StartsWith(FileScheme + "/", StringComparison.Ordinal))
        {
            path = path[FileScheme.Length..];
        }

        if (path.StartsWith('/') || IsUrl(path) || workingFolder is null)
        {
            return path;
        }

        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..];
        }

        return Join(workingFolder, path);
    }

    public static bool IsUrl(string path)
    {
        var end = path.IndexOf("://", StringComparison.Ordinal);
        return end > 0 && path.AsSpan(0, end).IndexOfAnyExcept(s_schemeCharacters) < 0;
    }

    public static (string Folder, string Name) Split(string path)
    {
        var slash = path.LastIndexOf('/');
        return (slash <= 0 ? "/" : path[..slash], path[(slash + 1)..]);
    }

    public static string Join(string folder, string name) => folder.EndsWith('/') ? folder + name : $"{folder}/{name}";

    /// <summary>Without doubled and trailing slashes.</summary>
    public static string Tidy(string path)
    {
        while (path.Contains("//", StringComparison.Ordinal))
        {
            path = path.Replace("//", "/", StringComparison.Ordinal);
        }

        return path.Length > 1 ? path.TrimEnd('/') : path;
    }

    /// <summary>Folders that the kernel fills: nothing is made there, and no pool is made of them.</summary>
    public static bool IsKernels(string path) => s_kernelFolders.Any(folder => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal));

    private static readonly System.Buffers.SearchValues<char> s_schemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
}
