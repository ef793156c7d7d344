using System.IO.Enumeration;

namespace VirtProvision.Runtime.Workspaces;

/// <summary>Patterns that reached us because the shell did not expand them: quoted, or in a CI file.</summary>
internal static class SpecGlob
{
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');

    /// <summary>The paths that match, in ordinal order; hidden ones only where the pattern says the dot.</summary>
    public static IEnumerable<string> Expand(string pattern)
    {
        var segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var matches = new SortedSet<string>(StringComparer.Ordinal);
        Walk(pattern.StartsWith('/') ? "/" : "", segments, matches);
        return matches;
    }

    private static void Walk(string folder, ReadOnlySpan<string> segments, SortedSet<string> matches)
    {
        if (segments.IsEmpty)
        {
            matches.Add(folder);
            return;
        }

        var segment = segments[0];
        if (!IsPattern(segment))
        {
            var path = Path.Combine(folder, segment);
            if (Path.Exists(path))
            {
                Walk(path, segments[1..], matches);
            }

            return;
        }

        if (segment is "**")
        {
            Walk(folder, segments[1..], matches);
        }

        foreach (var entry in EntriesOf(folder))
        {
            var name = Path.GetFileName(entry.FullName);
            var path = Path.Combine(folder, name);
            if (segment is "**")
            {
                // Linked folders are not followed: they may lead back.
                if (entry is DirectoryInfo { LinkTarget: null } && !name.StartsWith('.'))
                {
                    Walk(path, segments, matches);
                }
            }
            else if (name.StartsWith('.') == segment.StartsWith('.') && FileSystemName.MatchesSimpleExpression(segment, name, ignoreCase: false))
            {
                Walk(path, segments[1..], matches);
            }
        }
    }

    private static IEnumerable<FileSystemInfo> EntriesOf(string folder) =>
        Directory.Exists(folder.Length is 0 ? "." : folder)
            ? new DirectoryInfo(folder.Length is 0 ? "." : folder).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 })
            : [];
}
