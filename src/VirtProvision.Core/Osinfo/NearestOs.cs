using VirtProvision.Core.Text;

namespace VirtProvision.Core.Osinfo;

/// <summary>
/// Finds the known system that comes nearest to one that the database lacks: the same distribution's release before it, or what stands for its newer
/// releases; a name that was misspelt; for a code name the distribution's newest release.
/// </summary>
public static class NearestOs
{
    // So few letters begin too many names by chance.
    private const int FewestLetters = 4;

    /// <summary>The nearest short id, or null when nothing is near.</summary>
    /// <param name="known">First short ids.</param>
    public static string? To(string name, IReadOnlyCollection<string> known)
    {
        var asked = OsNameParts.Of(name);
        var releases = known.Select(static id => (Id: id, Parts: OsNameParts.Of(id))).Where(other => other.Parts.HasStem(asked.Stem) && other.Parts is { IsRelease: true, IsPlaceholder: false }).ToList();
        return Placeholder(asked, releases, known) ?? Neighbour(asked, releases) ?? Misspelt(name, known) ?? NewestOfDistribution(name, known);
    }

    // fedora-unknown stands for what comes after the newest Fedora, rhel9-unknown for what comes after the newest RHEL 9.
    private static string? Placeholder(OsNameParts asked, List<(string Id, OsNameParts Parts)> releases, IReadOnlyCollection<string> known)
    {
        for (var length = asked.Count - 1; length > 0; length--)
        {
            var line = asked.Take(length);
            var placeholder = known.FirstOrDefault(id => OsNameParts.Of(id).Equals(line.With(OsNameParts.Unknown)));
            if (placeholder is not null && asked.IsRelease && releases.Where(release => release.Parts.StartsWith(line)).All(release => release.Parts.CompareTo(asked) < 0))
            {
                return placeholder;
            }
        }

        return null;
    }

    private static string? Neighbour(OsNameParts asked, List<(string Id, OsNameParts Parts)> releases)
    {
        if (!asked.IsRelease || releases.Count == 0)
        {
            return null;
        }

        var before = releases.Where(release => release.Parts.CompareTo(asked) <= 0).ToList();
        return before.Count > 0 ? before.MaxBy(static release => release.Parts).Id : releases.MinBy(static release => release.Parts).Id;
    }

    // One slip in four letters; more is another name.
    private static string? Misspelt(string name, IReadOnlyCollection<string> known) => Nearest.Within(Math.Max(1, name.Length / 4), name, known);

    // ubuntunoble, debiantrixie, linuxmint.
    private static string? NewestOfDistribution(string name, IReadOnlyCollection<string> known) => known
        .Select(static id => (Id: id, Parts: OsNameParts.Of(id)))
        .Where(other => other.Parts is { IsRelease: true, IsPlaceholder: false } && other.Parts.Stem.Length >= FewestLetters && name.StartsWith(other.Parts.Stem, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(static other => other.Parts.Stem.Length).ThenByDescending(static other => other.Parts)
        .Select(static other => other.Id).FirstOrDefault();
}
