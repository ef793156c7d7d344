using System.Text;
using System.Xml;
using VirtProvision.Core.Osinfo;

namespace VirtProvision.Runtime.Osinfo;

/// <summary>
/// The operating systems of osinfo-db, read from its XML files. A system that is asked for by name or id costs the reading of its own file and of those
/// that it derives from; the other seven hundred are read only to list, to detect, or when a name is no file's. Not thread-safe.
/// </summary>
public sealed partial class OsDatabase
{
    private readonly OsDatabaseFiles _files;
    private readonly OsEntries _entries;
    private readonly List<OsDatabaseProblem> _problems = [];
    private IReadOnlyCollection<OsFileSet>? _all;

    public OsDatabase(OsDatabaseFolders folders)
    {
        Folders = folders.Folders;
        _files = new OsDatabaseFiles(folders);
        _entries = new OsEntries(_files, _problems);
    }

    /// <summary>Where it is read from, whether or not there is anything.</summary>
    public ImmutableArray<string> Folders { get; }

    /// <summary>Files that could not be read so far.</summary>
    public IReadOnlyList<OsDatabaseProblem> Problems => _problems;

    /// <summary>No system is known, most likely because osinfo-db isn't installed.</summary>
    public bool IsEmpty => AllSystems.Count == 0;

    private IReadOnlyCollection<OsFileSet> AllSystems => _all ??= _files.All("os");

    /// <summary>The system with this short id or URL, or null. <c>generic</c> is always known.</summary>
    public OsFacts? Find(string nameOrId)
    {
        if (OsFacts.Generic.ShortIds.Contains(nameOrId))
        {
            return OsFacts.Generic;
        }

        var entry = nameOrId.Contains("://", StringComparison.Ordinal) ? _entries.OfId(nameOrId, OsEntryPart.Everything) : OfFileName(nameOrId) ?? OfAlias(nameOrId);
        return entry is null ? null : Resolve(entry);
    }

    /// <summary>The known system that comes nearest to one that isn't, or null when none does.</summary>
    public OsFacts? Nearest(string name)
    {
        // An id says the same as a short id: http://debian.org/debian/12
        var asked = Uri.TryCreate(name, UriKind.Absolute, out var uri) ? uri.AbsolutePath.Replace("/", "", StringComparison.Ordinal) : name;
        return NearestOs.To(asked, Descriptions().Select(static os => os.ShortId).ToList()) is { } nearest ? Find(nearest) : null;
    }

    /// <summary>Every system, as it describes itself (nothing inherited, no images or trees), and the generic one: by short id, the newer releases first.</summary>
    public ImmutableArray<OsFacts> List() =>
        [.. Descriptions().Append(OsFacts.Generic).OrderBy(static os => os.ShortId, OsListOrder.Instance)];

    /// <summary>Short ids of what stands for any Linux of a time, the newest first: <c>linux2022</c>.</summary>
    public ImmutableArray<string> GenericLinux() =>
    [
        .. _files.All("os").Where(static set => set.Key.StartsWith("os/libosinfo.org/linux-", StringComparison.Ordinal))
            .Select(set => _entries.Read(set, OsEntryPart.Description)).OfType<OsEntry>().Select(static entry => entry.Own.ShortId).OrderDescending(StringComparer.Ordinal),
    ];

    private IEnumerable<OsFacts> Descriptions() =>
        AllSystems.Select(set => _entries.Read(set, OsEntryPart.Description)).OfType<OsEntry>().Select(static entry => entry.Own).Where(static os => os.ShortId.Length > 0);

    /// <summary>The scripts that install a system unattended, or those of one of its images when they are particular; none when the image takes none.</summary>
    public ImmutableArray<InstallScript> InstallScripts(OsFacts os, OsMedia? media = null) => media is { TakesInstallScript: false } ? [] :
    [
        .. (media is { InstallScripts.IsEmpty: false } ? media.InstallScripts : os.InstallScripts)
            .Select(ReadScript).OfType<InstallScript>(),
    ];

    private OsFacts Resolve(OsEntry entry) => OsInheritance.Resolve(entry, _entries.AncestorsOf(entry));

    private OsEntry? OfFileName(string shortId) => First(_files.OfName("os", shortId), shortId);

    private OsEntry? OfAlias(string shortId) => First(Mentioning([shortId]), shortId);

    private OsEntry? First(IEnumerable<OsFileSet> sets, string shortId) => sets
        .Select(set => _entries.Read(set, OsEntryPart.Everything))
        .FirstOrDefault(entry => entry is not null && entry.Own.ShortIds.Contains(shortId));

    // Aliases aren't in file names; but what doesn't contain the text cannot have the id. Most begin like the name of their file: debianbookworm.
    private IEnumerable<OsFileSet> Mentioning(IReadOnlyList<string> names)
    {
        var texts = names.Select(Encoding.UTF8.GetBytes).ToList();
        return AllSystems.OrderBy(set => names.Any(set.BeginsLike) ? 0 : 1).Where(set => set.Files.Any(path =>
        {
            var bytes = _entries.Bytes(path);
            return texts.Exists(text => bytes.AsSpan().IndexOf(text) >= 0);
        }));
    }

    private InstallScript? ReadScript(string id)
    {
        foreach (var path in _files.OfId("install-script", id)?.Files ?? [])
        {
            try
            {
                using var stream = new MemoryStream(_entries.Bytes(path));
                if (stream.Length > 0 && InstallScriptReader.Read(stream) is { } script)
                {
                    return script;
                }
            }
            catch (XmlException exception)
            {
                _problems.Add(new OsDatabaseProblem(path, exception.Message));
            }
        }

        return null;
    }
}
