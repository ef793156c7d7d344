using System.Text.RegularExpressions;

namespace VirtProvision.Core.Media;

/// <summary>Mageia, Mandriva and ALT.</summary>
internal static partial class OtherTrees
{
    public static TreeLayout? Recognise(TreeMarkers markers, TreeQuery query)
    {
        if (markers["VERSION"] is { } text && Mageia().Match(text) is { Success: true } mageia)
        {
            var arch = query.Arch is "i686" or "i586" ? "i586" : query.Arch;
            return new TreeLayout(mageia.Groups["distro"].Value, [new($"isolinux/{arch}/vmlinuz", $"isolinux/{arch}/all.rdz"), new("isolinux/alt0/vmlinuz", "isolinux/alt0/all.rdz")]);
        }

        if (markers[".disk/info"] is { } disk && Alt().IsMatch(disk))
        {
            return new TreeLayout("ALT", [
                new("syslinux/alt0/vmlinuz", "syslinux/alt0/full.cz"), new("isolinux/alt0/vmlinuz", "isolinux/alt0/full.cz"), new("boot/vmlinuz", "boot/full.cz"),
                new("alt0/vmlinuz", "alt0/full.cz"), new("EFI/BOOT/vmlinuz", "EFI/BOOT/full.cz")]);
        }

        return null;
    }

    [GeneratedRegex(@"(?<distro>Mageia|Mandriva)")]
    private static partial Regex Mageia();

    [GeneratedRegex(@"^ALT\b")]
    private static partial Regex Alt();
}
