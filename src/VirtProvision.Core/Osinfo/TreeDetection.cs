namespace VirtProvision.Core.Osinfo;

/// <summary>Finds the system that an installation tree is of, by what its <c>.treeinfo</c> says.</summary>
public static class TreeDetection
{
    public static bool Matches(OsTree tree, TreeInfoFile info) => Fit(tree, info) > 0;

    /// <summary>The system and tree that fit best, or null.</summary>
    public static DetectedTree? Detect(IEnumerable<OsFacts> systems, TreeInfoFile info)
    {
        DetectedTree? best = null;
        var bestRank = default((bool Released, int Fit, DateOnly Date));
        foreach (var os in systems)
        {
            foreach (var tree in os.Trees)
            {
                var fit = Fit(tree, info);
                var rank = (!OsRank.IsPlaceholder(os), fit, os.ReleaseDate ?? DateOnly.MinValue);
                if (fit > 0 && (best is null || rank.CompareTo(bestRank) > 0 || (rank == bestRank && string.CompareOrdinal(os.Id, best.Os.Id) < 0)))
                {
                    (best, bestRank) = (new DetectedTree(os, tree, Media: null), rank);
                }
            }
        }

        return best;
    }

    private static int Fit(OsTree tree, TreeInfoFile info) => !tree.HasTreeInfo ? 0 : IdentityPattern.Sum(
        IdentityPattern.Fit(tree.TreeInfoFamily, info.Family),
        IdentityPattern.Fit(tree.TreeInfoVariant, info.Variant),
        IdentityPattern.FitVersion(tree.TreeInfoVersion, info.Version),
        IdentityPattern.Fit(tree.TreeInfoArch, info.Arch));
}
