namespace VirtProvision.Core.Osinfo;

/// <summary>
/// What an installation tree (a URL, a folder, the files of an ISO image) tells of the system in it: the text of those well-known files that it has.
/// null: the file isn't there, or wasn't looked for.
/// </summary>
/// <param name="Location">The tree's URL or path, as given; some distributions put their code name there.</param>
public sealed record TreeClues(string Location)
{
    /// <summary><c>.treeinfo</c> or <c>treeinfo</c> (Fedora, RHEL, CentOS, openSUSE, SLE).</summary>
    public string? TreeInfo { get; init; }

    /// <summary><c>content</c> (SUSE before 15).</summary>
    public string? SuseContent { get; init; }

    /// <summary><c>media.1/products</c> (SUSE, where there is no other sign).</summary>
    public string? SuseProducts { get; init; }

    /// <summary><c>current/images/MANIFEST</c>, <c>current/legacy-images/MANIFEST</c> or <c>daily/MANIFEST</c> (Debian, Ubuntu).</summary>
    public string? DebianManifest { get; init; }

    /// <summary>The manifest was that of a daily build.</summary>
    public bool IsDebianDaily { get; init; }

    /// <summary><c>.disk/info</c> (images of Debian and Ubuntu).</summary>
    public string? DiskInfo { get; init; }

    /// <summary><c>version.info</c> (the network installer of Debian and Ubuntu, unpacked).</summary>
    public string? NetbootVersion { get; init; }

    /// <summary><c>VERSION</c> (Mageia).</summary>
    public string? VersionFile { get; init; }

    /// <summary>When the tree is an ISO image: what its descriptor says.</summary>
    public MediaClues? Media { get; init; }
}
