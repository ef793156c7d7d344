using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Media;

/// <summary>
/// The <c>.treeinfo</c> file at the root of an install tree of the Red Hat and SUSE families: an INI file.
/// https://release-engineering.github.io/productmd/treeinfo-1.0.html
/// </summary>
public sealed class Treeinfo
{
    private readonly IniText _text;
    private readonly TreeInfoFile _general;

    private Treeinfo(IniText text)
    {
        _text = text;
        _general = TreeInfoFile.Of(text);
    }

    /// <summary>Such as <c>Fedora</c> or <c>Red Hat Enterprise Linux</c>.</summary>
    public string? Family => _general.Family;

    public string? Version => _general.Version;

    /// <summary>As the distribution writes it: <c>x86_64</c>, <c>i386</c>, <c>aarch64</c> …</summary>
    public string? Arch => _general.Arch;

    /// <summary>Null when the text has no section: a server may answer with a page of its own for every path.</summary>
    public static Treeinfo? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ini = IniText.Parse(text);
        return ini.IsEmpty ? null : new Treeinfo(ini);
    }

    /// <summary>Kernel and initrd of an architecture as the tree names it, or of <c>xen</c>; null when it lists none.</summary>
    public BootFiles? ImagesOf(string? arch) =>
        arch is not null && _text[$"images-{arch}", "kernel"] is { } kernel && _text[$"images-{arch}", "initrd"] is { } initrd ? new BootFiles(kernel, initrd) : null;

    /// <summary>The SHA-256 that the tree gives for one of its files, in lower case; null when it gives none.</summary>
    public string? Sha256Of(string path) =>
        _text["checksums", path] is { } sum && sum.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase) ? sum["sha256:".Length..].Trim().ToLowerInvariant() : null;
}
