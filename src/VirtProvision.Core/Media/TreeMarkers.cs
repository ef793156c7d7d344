using VirtProvision.Core.Osinfo;

namespace VirtProvision.Core.Media;

/// <summary>The small files by which distributions mark their install trees, as far as a tree has them.</summary>
public sealed record TreeMarkers
{
    /// <summary>The paths that are looked for, best known first. The first is enough where it exists.</summary>
    public static readonly ImmutableArray<string> Paths =
    [
        ".treeinfo", "treeinfo", "content", "media.1/products", "current/images/MANIFEST", "current/legacy-images/MANIFEST",
        "daily/MANIFEST", ".disk/info", "version.info", "VERSION",
    ];

    private readonly ImmutableDictionary<string, string> _texts;

    public TreeMarkers(ImmutableDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        _texts = texts;
        Treeinfo = (this[".treeinfo"] ?? this["treeinfo"]) is { } text ? Media.Treeinfo.Parse(text) : null;
    }

    public Treeinfo? Treeinfo { get; }

    public string? this[string path] => _texts.GetValueOrDefault(path);

    /// <summary>What osinfo-db tells the OS by.</summary>
    /// <param name="media">When the tree is an ISO image.</param>
    public TreeClues Clues(string location, MediaClues? media) => new(location)
    {
        TreeInfo = this[".treeinfo"] ?? this["treeinfo"],
        SuseContent = this["content"],
        SuseProducts = this["media.1/products"],
        DebianManifest = this["current/images/MANIFEST"] ?? this["current/legacy-images/MANIFEST"] ?? this["daily/MANIFEST"],
        IsDebianDaily = this["current/images/MANIFEST"] is null && this["current/legacy-images/MANIFEST"] is null && this["daily/MANIFEST"] is not null,
        DiskInfo = this[".disk/info"],
        NetbootVersion = this["version.info"],
        VersionFile = this["VERSION"],
        Media = media,
    };

    public ImmutableArray<string> Found => [.. Paths.Where(_texts.ContainsKey)];
}
