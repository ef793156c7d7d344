using VirtProvision.Core.Osinfo;

namespace VirtProvision.Runtime.Osinfo;

public sealed partial class OsDatabase
{
    /// <summary>The system that an ISO image is of, or null.</summary>
    public DetectedMedia? DetectMedia(MediaClues clues) =>
        MediaDetection.Detect(Candidates(bytes => SourceScan.MayHaveMedia(bytes, clues)), clues) is { } found ? found with { Os = Find(found.Os.Id) ?? found.Os } : null;

    /// <summary>
    /// The system that a tree installs, or null. The database knows the trees of some distributions; others are recognized by their names. When the database lacks
    /// the release, the nearest one is given and <see cref="DetectedTree.Named"/> says so.
    /// </summary>
    public DetectedTree? DetectTree(TreeClues clues)
    {
        var media = clues.Media is { } descriptor ? DetectMedia(descriptor) : null;
        if (media is { Media: { Kernel: not null, Initrd: not null } })
        {
            return new DetectedTree(media.Os, Tree: null, media.Media);
        }

        if (clues.TreeInfo is { } text && DetectTreeInfo(TreeInfoFile.Parse(text)) is { } described)
        {
            return described;
        }

        return media is not null ? new DetectedTree(media.Os, Tree: null, media.Media) : DetectNamed(clues);
    }

    private DetectedTree? DetectNamed(TreeClues clues)
    {
        var names = TreeNames.Of(clues).Distinct(StringComparer.Ordinal).ToList();
        if ((FindFirst(names) ?? FindFirst(TreeNames.OfPath(clues).ToList())) is { } known)
        {
            return new DetectedTree(known, Tree: null, Media: null);
        }

        return names.Count > 0 && Nearest(names[0]) is { } nearest ? new DetectedTree(nearest, Tree: null, Media: null, names[0]) : null;
    }

    // Many names are asked for at once; only those likelier than the first that is a file's are looked for in all files.
    private OsFacts? FindFirst(List<string> names)
    {
        var (index, entry) = names.Select((name, i) => (i, OfFileName(name))).FirstOrDefault(static pair => pair.Item2 is not null, (names.Count, null));
        if (index > 0)
        {
            var likelier = names[..index];
            var mentioning = Mentioning(likelier).ToList();
            entry = likelier.Select(name => First(mentioning, name)).FirstOrDefault(static found => found is not null) ?? entry;
        }

        return entry is null ? null : Resolve(entry);
    }

    private DetectedTree? DetectTreeInfo(TreeInfoFile info) =>
        TreeDetection.Detect(Candidates(bytes => SourceScan.MayHaveTree(bytes, info)), info) is { } found ? found with { Os = Find(found.Os.Id) ?? found.Os } : null;

    // Most files are ruled out by their text, which is much faster than to read their XML.
    private IEnumerable<OsFacts> Candidates(Func<ReadOnlySpan<byte>, bool> mayFit) =>
        from set in AllSystems
        where set.Files.Any(path => mayFit(_entries.Bytes(path)))
        let entry = _entries.Read(set, OsEntryPart.Everything)
        where entry is not null
        select entry.Own;
}
