using System.Text.RegularExpressions;

namespace VirtProvision.Core.Osinfo;

/// <summary>Short ids that the system of a tree may have, for trees that the database doesn't describe.</summary>
public static partial class TreeNames
{
    /// <summary>What it says of itself, the likeliest first: the exact release, earlier ones of the same major version, the distribution's placeholder.</summary>
    public static IEnumerable<string> Of(TreeClues clues) =>
    [
        .. clues.TreeInfo is { } info ? OfTreeInfo(TreeInfoFile.Parse(info)) : [],
        .. clues.SuseContent is { } content ? OfSuse(SuseContentFile.Parse(content)) : [],
        .. clues.SuseProducts is { } products && SuseProduct().Match(products) is { Success: true } product ? OfSuseProduct(product) : [],
        .. OfDebian(clues),
        .. clues.VersionFile is { } version && Mageia().Match(version) is { Success: true } mageia ? [$"mageia{mageia.Groups["version"].Value}"] : ImmutableArray<string>.Empty,
    ];

    private static IEnumerable<string> OfTreeInfo(TreeInfoFile info)
    {
        if (info.Family is not { } family)
        {
            yield break;
        }

        if (info.Name?.Contains("Tumbleweed", StringComparison.OrdinalIgnoreCase) is true)
        {
            yield return "opensusetumbleweed";
        }

        foreach (var (part, prefixes) in s_families)
        {
            if (family.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                foreach (var name in prefixes.SelectMany(prefix => Releases(prefix, info.Version)))
                {
                    yield return name;
                }
            }
        }
    }

    // What a family's name contains, and how the short ids of its releases begin.
    private static readonly (string Family, string[] Prefixes)[] s_families =
    [
        ("Fedora", ["fedora"]),
        ("Red Hat Enterprise Linux", ["rhel"]),
        ("CentOS Stream", ["centos-stream"]),
        ("CentOS", ["centos"]),
        ("Scientific", ["scientificlinux", "centos"]),
        ("Rocky", ["rocky"]),
        ("AlmaLinux", ["almalinux"]),
        ("Oracle", ["ol"]),
        ("MIRACLE", ["miraclelinux"]),
        ("Circle", ["circle"]),
        ("openSUSE", ["opensuse"]),
        ("SUSE Linux Enterprise Server", ["sles", "sle"]),
        ("SUSE Linux Enterprise Desktop", ["sled", "sle"]),
        ("SUSE Linux Enterprise", ["sle", "sles"]),
    ];

    private static IEnumerable<string> OfSuse(SuseContentFile content)
    {
        if (content.Name is not { } name || content.Version is not { } version)
        {
            return [];
        }

        var prefix = name.Contains("Desktop", StringComparison.Ordinal) || name.Contains("SLED", StringComparison.Ordinal) ? "sled"
            : name.Contains("Enterprise", StringComparison.Ordinal) || name.Contains("SLES", StringComparison.Ordinal) ? "sles"
            : "opensuse";
        return Releases(prefix, version);
    }

    // "/ openSUSE 20231120-0", "/ Leap 15.5-1", "/ SLES 15.4-0"; a date is Tumbleweed's version
    private static IEnumerable<string> OfSuseProduct(Match product)
    {
        var (name, version) = (product.Groups["name"].Value, product.Groups["version"].Value);
        return version.Length is 8 && !version.Contains('.', StringComparison.Ordinal) ? ["opensusetumbleweed"]
            : name.StartsWith("SLED", StringComparison.Ordinal) ? [.. Releases("sled", version), .. Releases("sle", version)]
            : name.StartsWith("SLE", StringComparison.Ordinal) ? [.. Releases("sles", version), .. Releases("sle", version)]
            : Releases("opensuse", version);
    }

    /// <summary>What any folder of its path may mean as a code name: <c>bookworm</c>. Most mean nothing.</summary>
    public static IEnumerable<string> OfPath(TreeClues clues) => DebianDistribution(clues) is not { } distro ? [] :
        clues.Location.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static part => part.All(char.IsAsciiLetterLower)).Select(part => distro + part);

    private static IEnumerable<string> OfDebian(TreeClues clues)
    {
        if (DebianDistribution(clues) is not { } distro)
        {
            yield break;
        }

        if (clues.IsDebianDaily)
        {
            yield return "debiantesting";
        }

        // Debian GNU/Linux 12.1.0 "Bookworm" - Official amd64 DVD   Ubuntu-Server 22.04.3 LTS "Jammy Jellyfish" - Release amd64
        // Debian version:  12 (bookworm)
        if ((clues.DiskInfo ?? clues.NetbootVersion) is { } info && Release().Match(info) is { Success: true } said)
        {
            foreach (var name in Shorter(distro, said.Groups["version"].Value))
            {
                yield return name;
            }

            if (said.Groups["codename"] is { Success: true } codename)
            {
                yield return distro + codename.Value.ToLowerInvariant();
            }
        }

        // …/debian/dists/bookworm/main/installer-amd64/
        if (Suite().Match(clues.Location) is { Success: true } suite)
        {
            yield return distro + suite.Groups["name"].Value;
        }
    }

    private static string? DebianDistribution(TreeClues clues) => (clues.DiskInfo ?? clues.DebianManifest ?? clues.NetbootVersion) is not { } text ? null
        : text.Contains("ubuntu", StringComparison.OrdinalIgnoreCase) ? "ubuntu"
        : text.Contains("debian", StringComparison.OrdinalIgnoreCase) ? "debian"
        : null;

    // 7.6 and the releases before it, as a newer minor release behaves like the last that is known.
    private static IEnumerable<string> Releases(string prefix, string? version)
    {
        if (version is not null && Version().Match(version) is { Success: true } numbers)
        {
            var major = numbers.Groups["major"].Value;
            var isPacked = prefix is "sle" or "sles" or "sled";
            for (var minor = numbers.Groups["minor"] is { Success: true } group ? Math.Min(int.Parse(group.Value, CultureInfo.InvariantCulture), 99) : -1; minor >= 0; minor--)
            {
                yield return !isPacked ? $"{prefix}{major}.{minor}" : minor > 0 ? $"{prefix}{major}sp{minor}" : prefix + major;
            }

            yield return prefix + major;
            yield return $"{prefix}{major}-unknown";
        }
        else if (version is not null)
        {
            yield return $"{prefix}-{version.ToLowerInvariant()}";
        }

        yield return $"{prefix}-unknown";
    }

    private static IEnumerable<string> Shorter(string distro, string version)
    {
        for (var end = version.Length; end > 0; end = version.LastIndexOf('.', end - 1))
        {
            yield return distro + version[..end];
        }
    }

    [GeneratedRegex(@"^(?<major>\d{1,6})(\.(?<minor>\d{1,6}))?")]
    private static partial Regex Version();

    [GeneratedRegex(@"^/\s+(?<name>(open)?SUSE\S*|SLE\S*|Leap\S*)\s+(?<version>[\d.]+)-", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex SuseProduct();

    [GeneratedRegex(@"/dists/(?<name>[a-z]+)(/|$)")]
    private static partial Regex Suite();

    [GeneratedRegex(@"^Mageia (?<version>\d+) ")]
    private static partial Regex Mageia();

    [GeneratedRegex(@"^(Debian|Ubuntu)\S*\s.*?(?<version>\d+(\.\d+)*)([^""(]*[""(](?<codename>\w+))?", RegexOptions.IgnoreCase)]
    private static partial Regex Release();
}
