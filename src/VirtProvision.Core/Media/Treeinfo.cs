using VirtProvision.Core.Osinfo;

namespace VirtProvision.Core.Media;

/// <summary>
/// The <c>.treeinfo</c> file at the root of an install tree of the Red Hat and SUSE families: an INI file.
/// https://release-engineering.github.io/productmd/treeinfo-1.0.html
/// </summary>
public sealed class Treeinfo
{
    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);

    private readonly TreeInfoFile _general;

    private Treeinfo(TreeInfoFile general) => _general = general;

    /// <summary>Such as <c>Fedora</c> or <c>Red Hat Enterprise Linux</c>.</summary>
    public string? Family => _general.Family;

    public string? Version => _general.Version;

    /// <summary>As the distribution writes it: <c>x86_64</c>, <c>i386</c>, <c>aarch64</c> …</summary>
    public string? Arch => _general.Arch;

    /// <summary>Null when the text has no section: a server may answer with a page of its own for every path.</summary>
    public static Treeinfo? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var treeinfo = new Treeinfo(TreeInfoFile.Parse(text));
        Dictionary<string, string>? section = null;
        foreach (var part in text.Split('\n'))
        {
            var line = part.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (line is ['[', .. var name, ']'])
            {
                section = treeinfo._sections.TryGetValue(name, out var known) ? known : treeinfo._sections[name] = new(StringComparer.OrdinalIgnoreCase);
            }
            else if (section is not null && line.IndexOfAny(['=', ':']) is > 0 and var at)
            {
                section[line[..at].TrimEnd()] = line[(at + 1)..].TrimStart();
            }
        }

        return treeinfo._sections.Count > 0 ? treeinfo : null;
    }

    /// <summary>Kernel and initrd of an architecture as the tree names it, or of <c>xen</c>; null when it lists none.</summary>
    public BootFiles? ImagesOf(string? arch) =>
        arch is not null && Of($"images-{arch}", "kernel") is { } kernel && Of($"images-{arch}", "initrd") is { } initrd ? new BootFiles(kernel, initrd) : null;

    /// <summary>The SHA-256 that the tree gives for one of its files, in lower case; null when it gives none.</summary>
    public string? Sha256Of(string path) =>
        Of("checksums", path) is { } sum && sum.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase) ? sum["sha256:".Length..].Trim().ToLowerInvariant() : null;

    private string? Of(string section, string key) =>
        _sections.TryGetValue(section, out var keys) && keys.TryGetValue(key, out var value) && value.Length > 0 ? value : null;
}
