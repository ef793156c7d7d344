namespace VirtProvision.Core.Media;

/// <summary>Trees that describe themselves in a treeinfo file: Fedora, Red Hat Enterprise Linux and what is made from it, and others.</summary>
internal static class TreeinfoTrees
{
    // A word of the family, and the name for people. The more special word first.
    private static readonly ImmutableArray<(string Word, string Distro)> s_redHat =
    [
        ("CentOS", "CentOS"), ("Scientific", "Scientific Linux"), ("Rocky", "Rocky Linux"), ("AlmaLinux", "AlmaLinux"), ("Oracle", "Oracle Linux"),
        ("Red Hat", "Red Hat Enterprise Linux"), ("RHEL", "Red Hat Enterprise Linux"), ("Fedora", "Fedora"),
    ];

    public static TreeLayout? Recognise(TreeMarkers markers, TreeQuery query)
    {
        if (markers.Treeinfo is not { } treeinfo)
        {
            return null;
        }

        ImmutableArray<BootFiles> listed = [.. Images(treeinfo, query)];
        var family = treeinfo.Family ?? "";
        foreach (var (word, distro) in s_redHat)
        {
            if (family.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return new TreeLayout(distro, listed.IsEmpty ? [new("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img")] : listed)
                {
                    UrlArgument = UrlArgument(distro, treeinfo.Version),
                };
            }
        }

        // A treeinfo file without images says nothing of kernels: what else marks the tree may.
        return listed.IsEmpty ? null : new TreeLayout(family.Length > 0 ? family : "unknown", listed);
    }

    /// <summary>The kernels that the file lists for the guest: Xen's own first where it asks, then the tree's architecture, then the guest's.</summary>
    public static IEnumerable<BootFiles> Images(Treeinfo treeinfo, TreeQuery query) =>
        new[] { query.IsXen ? "xen" : null, treeinfo.Arch, query.Arch }
            .Select(treeinfo.ImagesOf)
            .OfType<BootFiles>()
            .Distinct();

    // Anaconda renamed it with Fedora 19 and RHEL 7. https://anaconda-installer.readthedocs.io/en/latest/user-guide/boot-options.html
    private static string UrlArgument(string distro, string? version) =>
        int.TryParse(Major(version ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major < (distro is "Fedora" ? 19 : 7) ? "method" : "inst.repo";

    private static string Major(string version) => version.Split('.', '-', ' ')[0];
}
