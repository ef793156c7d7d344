using System.IO.Enumeration;

namespace VirtProvision.Runtime.Osinfo;

/// <summary>The database's folders laid over each other: which files describe what.</summary>
internal sealed class OsDatabaseFiles(OsDatabaseFolders folders)
{
    private const string Ending = ".xml";
    private const string ExtensionFolderEnding = ".d";

    private static readonly EnumerationOptions s_everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    /// <summary>The files of the thing with this id; none exist when the database doesn't know it.</summary>
    /// <param name="kind"><c>os</c> or <c>install-script</c>.</param>
    public OsFileSet? OfId(string kind, string id) => KeyOf(kind, id) is { } key ? OfKey(key) : null;

    /// <summary>The files of the things whose file has this name, separators left out: <c>debian12</c> is in <c>debian-12.xml</c>.</summary>
    public IEnumerable<OsFileSet> OfName(string kind, string name)
    {
        var bare = name.Replace("-", "", StringComparison.Ordinal);
        return folders.Folders.Where(folder => Directory.Exists(Path.Combine(folder, kind))).SelectMany(folder => KeysOfName(folder, kind, bare)).Distinct(StringComparer.Ordinal).Select(OfKey).OfType<OsFileSet>();
    }

    /// <summary>The files of everything of a kind, in the order of their keys.</summary>
    public IReadOnlyCollection<OsFileSet> All(string kind)
    {
        var sets = new SortedDictionary<string, OsFileSet>(StringComparer.Ordinal);
        foreach (var folder in folders.Folders)
        {
            foreach (var found in FilesOf(folder, kind).GroupBy(static file => file.Key, StringComparer.Ordinal))
            {
                sets[found.Key] = Lay(sets.GetValueOrDefault(found.Key), found.Key,
                    found.FirstOrDefault(static file => !file.IsExtension).Path,
                    [.. found.Where(static file => file.IsExtension).Select(static file => file.Path).Order(StringComparer.Ordinal)]);
            }
        }

        return sets.Values;
    }

    // The path of an id's URL names the file: http://debian.org/debian/12 is debian.org/debian-12.xml.
    private static string? KeyOf(string kind, string id) =>
        Uri.TryCreate(id, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.AbsolutePath.Trim('/') is { Length: > 0 } path
            ? $"{kind}/{uri.Host}/{path.Replace('/', '-')}"
            : null;

    private OsFileSet? OfKey(string key)
    {
        OsFileSet? set = null;
        foreach (var folder in folders.Folders)
        {
            var master = Path.Combine(folder, key + Ending);
            var extensions = Path.Combine(folder, key + ExtensionFolderEnding);
            set = Lay(set, key,
                File.Exists(master) ? master : null,
                Directory.Exists(extensions) ? [.. Directory.EnumerateFiles(extensions, "*" + Ending).Order(StringComparer.Ordinal)] : []);
        }

        return set is { Master: null, Extensions.IsEmpty: true } ? null : set;
    }

    // Runs before anything else is known, so it looks at names only and makes no strings of those that differ.
    private static FileSystemEnumerable<string> KeysOfName(string folder, string kind, string bare) =>
        new(Path.Combine(folder, kind), (ref FileSystemEntry entry) => Path.GetRelativePath(folder, entry.ToFullPath())[..^Ending.Length], s_everywhere)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && entry.FileName.EndsWith(Ending, StringComparison.Ordinal) && IsNamed(entry.FileName[..^Ending.Length], bare),
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => !entry.FileName.EndsWith(ExtensionFolderEnding, StringComparison.Ordinal),
        };

    private static bool IsNamed(ReadOnlySpan<char> fileName, ReadOnlySpan<char> bare)
    {
        var at = 0;
        foreach (var character in fileName)
        {
            if (character != '-' && (at == bare.Length || bare[at++] != character))
            {
                return false;
            }
        }

        return at == bare.Length;
    }

    // A folder's own master replaces all that the folders before it say; without one it adds to that.
    private static OsFileSet Lay(OsFileSet? below, string key, string? master, ImmutableArray<string> extensions) =>
        master is not null || below is null ? new OsFileSet(key, master, extensions) : below with { Extensions = below.Extensions.AddRange(extensions) };

    private static IEnumerable<(string Key, string Path, bool IsExtension)> FilesOf(string folder, string kind)
    {
        var root = Path.Combine(folder, kind);
        if (!Directory.Exists(root))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(root, "*" + Ending, s_everywhere))
        {
            var inside = Path.GetDirectoryName(path)!;
            var isExtension = inside.EndsWith(ExtensionFolderEnding, StringComparison.Ordinal);
            var named = isExtension ? inside[..^ExtensionFolderEnding.Length] : path[..^Ending.Length];
            yield return (Path.GetRelativePath(folder, named), path, isExtension);
        }
    }
}
