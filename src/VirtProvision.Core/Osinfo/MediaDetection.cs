namespace VirtProvision.Core.Osinfo;

/// <summary>Finds the system that an ISO image is of.</summary>
public static class MediaDetection
{
    /// <summary>Whether the image can be this one. What states nothing matches nothing.</summary>
    public static bool Matches(OsMedia media, MediaClues clues) => Fit(media, clues) > 0;

    /// <summary>The system and image that fit best, or null. Of several, those that say more about it do, and the newest of them.</summary>
    public static DetectedMedia? Detect(IEnumerable<OsFacts> systems, MediaClues clues)
    {
        DetectedMedia? best = null;
        var bestRank = default((int Fit, bool Released, int Length, DateOnly Date));
        foreach (var os in systems)
        {
            foreach (var media in os.Medias)
            {
                var fit = Fit(media, clues);
                var rank = (fit, !OsRank.IsPlaceholder(os), media.VolumeId?.Length ?? 0, os.ReleaseDate ?? DateOnly.MinValue);
                if (fit > 0 && (best is null || rank.CompareTo(bestRank) > 0 || (rank == bestRank && string.CompareOrdinal(os.Id, best.Os.Id) < 0)))
                {
                    (best, bestRank) = (new DetectedMedia(os, media), rank);
                }
            }
        }

        return best;
    }

    // 0: it doesn't; else the more, the more fields say that it does.
    private static int Fit(OsMedia media, MediaClues clues)
    {
        if (media.VolumeSize is { } size && size != clues.VolumeSize)
        {
            return 0;
        }

        var sum = IdentityPattern.Sum(
            IdentityPattern.Fit(media.VolumeId, clues.VolumeId),
            IdentityPattern.Fit(media.SystemId, clues.SystemId),
            IdentityPattern.Fit(media.PublisherId, clues.PublisherId),
            IdentityPattern.Fit(media.ApplicationId, clues.ApplicationId));
        return sum > 0 && media.VolumeSize is not null ? sum + 2 : sum;
    }
}
