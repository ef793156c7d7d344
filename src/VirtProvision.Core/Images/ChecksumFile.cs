namespace VirtProvision.Core.Images;

/// <summary>A file of checksums as distributions publish them: <c>SHA256SUMS</c> of sha256sum, <c>CHECKSUM</c> of BSD's sha256, or the digest alone.</summary>
public static class ChecksumFile
{
    /// <summary>The SHA-256 that the text gives for a file name, in lower-case hex; null when it gives none.</summary>
    public static string? Find(string text, string fileName)
    {
        string? alone = null;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("SHA256 (", StringComparison.Ordinal) && line.LastIndexOf(") = ", StringComparison.Ordinal) is var close and > 0)
            {
                if (Names(line["SHA256 (".Length..close], fileName) && Digest(line[(close + 4)..]) is { } tagged)
                {
                    return tagged;
                }

                continue;
            }

            var blank = line.IndexOfAny([' ', '\t']);
            if (blank < 0)
            {
                alone ??= Digest(line);
            }
            else if (Digest(line[..blank]) is { } digest && Names(line[blank..].TrimStart().TrimStart('*'), fileName))
            {
                return digest;
            }
        }

        return alone;
    }

    private static bool Names(string listed, string fileName) => listed == fileName || listed.EndsWith("/" + fileName, StringComparison.Ordinal);

    private static string? Digest(string text) => text.Length is 64 && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null;
}
