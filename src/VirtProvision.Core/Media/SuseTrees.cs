using System.Text.RegularExpressions;

namespace VirtProvision.Core.Media;

/// <summary>openSUSE and SUSE Linux Enterprise: <c>content</c> (until 2014 or so), <c>media.1/products</c>, or a treeinfo file of their family.</summary>
internal static partial class SuseTrees
{
    private static readonly string[] s_arches = ["x86_64", "i386", "aarch64", "ppc64le", "ppc64", "s390x", "riscv64", "armv7hl"];

    public static TreeLayout? Recognise(TreeMarkers markers, TreeQuery query, string location)
    {
        var treeinfo = markers.Treeinfo is { } found && (found.Family ?? "").Contains("SUSE", StringComparison.OrdinalIgnoreCase) ? found : null;
        var content = markers["content"] is { } text && SuseContent().IsMatch(text) ? text : null;
        var products = markers["media.1/products"] is { } list && SuseProduct().IsMatch(list) ? list : null;
        if (treeinfo is null && content is null && products is null)
        {
            return null;
        }

        var listed = treeinfo is null ? [] : TreeinfoTrees.Images(treeinfo, query);
        var arch = ArchOf(treeinfo?.Arch, content, query.Arch, location);
        return new TreeLayout("SUSE", [.. listed.Concat(Kernels(arch, query.IsXen)).Distinct()])
        {
            UrlArgument = "install",
        };
    }

    private static IEnumerable<BootFiles> Kernels(string arch, bool isXen)
    {
        if (isXen && arch is not "s390x")
        {
            yield return new BootFiles($"boot/{arch}/vmlinuz-xen", $"boot/{arch}/initrd-xen");
        }

        if (arch is "s390x" or "ppc64le" or "aarch64")
        {
            yield return new BootFiles($"boot/{arch}/linux", $"boot/{arch}/initrd");
        }

        if (arch is not "s390x")
        {
            yield return new BootFiles($"boot/{arch}/loader/linux", $"boot/{arch}/loader/initrd");
        }

        // openSUSE 10.0
        var bits = arch is "x86_64" ? "64" : "";
        yield return new BootFiles($"boot/loader/linux{bits}", $"boot/loader/initrd{bits}");
    }

    // One tree of that time held two architectures; the guest's is the one meant, if it is among them.
    private static string ArchOf(string? declared, string? content, string guest, string location)
    {
        var wanted = AsSuse(guest);
        if (declared is not null)
        {
            return AsSuse(declared);
        }

        var bases = content is null ? [] : BaseArches().Match(content).Groups["arches"].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(AsSuse).ToArray();
        if (bases.Length > 0)
        {
            return bases.Contains(wanted) ? wanted : bases[0];
        }

        return s_arches.FirstOrDefault(arch => location.Split('/').Any(part => part == arch || part.EndsWith("-" + arch, StringComparison.Ordinal))) ?? wanted;
    }

    private static string AsSuse(string arch) => arch is "i486" or "i586" or "i686" ? "i386" : arch;

    [GeneratedRegex("(?i)suse|^/?\\s*SLE", RegexOptions.Multiline)]
    private static partial Regex SuseContent();

    [GeneratedRegex(@"(?i)^/\s+(open)?suse|^/\s+(SLE|Leap|SUSE)", RegexOptions.Multiline)]
    private static partial Regex SuseProduct();

    [GeneratedRegex(@"^BASEARCHS\s+(?<arches>.*?)\s*$", RegexOptions.Multiline)]
    private static partial Regex BaseArches();
}
