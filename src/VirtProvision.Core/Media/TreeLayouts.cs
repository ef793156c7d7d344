namespace VirtProvision.Core.Media;

/// <summary>Recognises an install tree by its marker files, and says where such a tree keeps its kernels.</summary>
public static class TreeLayouts
{
    // The order decides where two fit: Debian's and SUSE's trees may also carry a treeinfo file that names no images.
    private static readonly ImmutableArray<Func<TreeMarkers, TreeQuery, string, TreeLayout?>> s_recognisers =
    [
        SuseTrees.Recognise,
        static (markers, query, _) => TreeinfoTrees.Recognise(markers, query),
        DebianTrees.Recognise,
        static (markers, query, _) => OtherTrees.Recognise(markers, query),
    ];

    // Where trees that nothing marks have had their kernels: live images, remastered CDs, folders made by hand.
    private static readonly ImmutableArray<BootFiles> s_usual =
    [
        new("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img"),
        new("isolinux/vmlinuz", "isolinux/initrd.img"),
        new("isolinux/vmlinuz0", "isolinux/initrd0.img"),
        new("casper/vmlinuz", "casper/initrd"),
        new("casper/vmlinuz", "casper/initrd.gz"),
        new("casper/vmlinuz", "casper/initrd.lz"),
        new("install/vmlinuz", "install/initrd.gz"),
        new("live/vmlinuz", "live/initrd.img"),
        new("boot/vmlinuz", "boot/initrd.img"),
        new("images/kernel.img", "images/initrd.img"),
        new("ppc/ppc64/vmlinuz", "ppc/ppc64/initrd.img"),
        new("arch/boot/x86_64/vmlinuz-linux", "arch/boot/x86_64/initramfs-linux.img"),
        new("vmlinuz", "initrd.img"),
        new("linux", "initrd.gz"),
    ];

    /// <summary>The layout of a tree. Candidates of the user go alone, those of osinfo-db go first; a tree that nothing marks gets the usual places.</summary>
    /// <param name="location">The URL or path of the tree: Debian's name their architecture and release only there.</param>
    public static TreeLayout Recognise(TreeMarkers markers, TreeQuery query, string location)
    {
        ArgumentNullException.ThrowIfNull(markers);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(location);
        var layout = s_recognisers.Select(recognise => recognise(markers, query, location)).FirstOrDefault(static found => found is not null)
            ?? new TreeLayout("unknown", s_usual);
        if (query.Chosen is { } chosen)
        {
            return layout with { Candidates = [chosen] };
        }

        return query.FromOsinfo is { } files ? layout with { Candidates = [files, .. layout.Candidates.Where(candidate => candidate != files)] } : layout;
    }
}
