using VirtProvision.Core.Text;

namespace VirtProvision.Core.Osinfo;

/// <summary>
/// The general section of a <c>.treeinfo</c>, an INI file that install trees of Anaconda and SUSE's carry
/// (https://release-engineering.github.io/productmd/treeinfo-1.0.html).
/// </summary>
public sealed record TreeInfoFile(string? Family, string? Variant, string? Version, string? Arch, string? Name)
{
    public static TreeInfoFile Parse(string text) => Of(IniText.Parse(text));

    // The general section is for old readers; where it is missing, the newer ones say the same.
    public static TreeInfoFile Of(IniText text) => new(
        text["general", "family"] ?? text["release", "name"] ?? text["product", "name"],
        text["general", "variant"],
        text["general", "version"] ?? text["release", "version"] ?? text["product", "version"],
        text["general", "arch"] ?? text["tree", "arch"],
        text["general", "name"]);
}
