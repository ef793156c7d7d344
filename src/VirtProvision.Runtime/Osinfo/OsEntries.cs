using System.Xml;
using VirtProvision.Core.Osinfo;

namespace VirtProvision.Runtime.Osinfo;

/// <summary>Systems read from the database's files, each file when it is first asked for.</summary>
internal sealed class OsEntries(OsDatabaseFiles files, List<OsDatabaseProblem> problems)
{
    private readonly Dictionary<(string Key, OsEntryPart Part), OsEntry?> _entries = [];

    /// <summary>The system with this URL, or null.</summary>
    public OsEntry? OfId(string id, OsEntryPart part) => files.OfId("os", id) is { } set && Read(set, part) is { } entry && entry.Own.Id == id ? entry : null;

    /// <summary>All that a system derives from or clones, nearest first.</summary>
    public IReadOnlyList<OsEntry> AncestorsOf(OsEntry entry)
    {
        var ancestors = new List<OsEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { entry.Own.Id };
        Collect(entry);
        return ancestors;

        void Collect(OsEntry of)
        {
            foreach (var id in of.DerivesFrom.Concat(of.Clones))
            {
                if (seen.Add(id) && OfId(id, OsEntryPart.Inheritable) is { } ancestor)
                {
                    ancestors.Add(ancestor);
                    Collect(ancestor);
                }
            }
        }
    }

    /// <summary>The system that these files describe, or null when they describe none.</summary>
    public OsEntry? Read(OsFileSet set, OsEntryPart part)
    {
        if (!_entries.TryGetValue((set.Key, part), out var entry))
        {
            _entries[(set.Key, part)] = entry = ReadFiles(set, part);
        }

        return entry;
    }

    /// <summary>A file's bytes; none when it cannot be read, which is then a problem, or when it masks (an empty file, a link to /dev/null).</summary>
    public byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new OsDatabaseProblem(path, exception.Message));
            return [];
        }
    }

    private OsEntry? ReadFiles(OsFileSet set, OsEntryPart part)
    {
        OsEntry? entry = null;
        foreach (var path in set.Files)
        {
            var read = ReadFile(path, part);
            if (path == set.Master && read is null)
            {
                return null;
            }

            entry = read is null ? entry : entry is null ? read : entry.Extend(read);
        }

        return entry;
    }

    private OsEntry? ReadFile(string path, OsEntryPart part)
    {
        var bytes = Bytes(path);
        if (bytes.Length == 0)
        {
            return null;
        }

        try
        {
            using var stream = new MemoryStream(bytes);
            return OsEntryReader.Read(stream, part);
        }
        catch (XmlException exception)
        {
            problems.Add(new OsDatabaseProblem(path, exception.Message));
            return null;
        }
    }
}
