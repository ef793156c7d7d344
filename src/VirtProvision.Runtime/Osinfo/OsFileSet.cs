namespace VirtProvision.Runtime.Osinfo;

/// <summary>The files that together describe one thing of the database.</summary>
/// <param name="Key">Their path below a database folder without ending: <c>os/debian.org/debian-12</c>.</param>
/// <param name="Master"><c>debian-12.xml</c> of the last folder that has one; null when there is none.</param>
/// <param name="Extensions">What adds to it: the files of <c>debian-12.d</c> beside it and in later folders.</param>
internal sealed record OsFileSet(string Key, string? Master, ImmutableArray<string> Extensions)
{
    /// <summary>All files, in the order in which they are read.</summary>
    public IEnumerable<string> Files => Master is null ? Extensions : Extensions.Insert(0, Master);

    /// <summary>Whether a short id begins with the same letters as the file's name.</summary>
    public bool BeginsLike(string shortId)
    {
        var name = Key.AsSpan(Key.LastIndexOf('/') + 1);
        var length = name.IndexOfAnyExceptInRange('a', 'z');
        return length > 0 && shortId.AsSpan().StartsWith(name[..length], StringComparison.Ordinal);
    }
}
