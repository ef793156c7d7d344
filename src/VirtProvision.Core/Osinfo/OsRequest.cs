using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Osinfo;

/// <summary>Which operating system a spec or a command line says that the guest runs.</summary>
/// <param name="Name">A short id or URL; null: none was given.</param>
/// <param name="Detect">Whether to find out from the installation media; goes before <paramref name="Name"/>, which then is what to take when nothing is found.</param>
/// <param name="Require">Whether a system must be known in the end; null: when the defaults depend on it.</param>
/// <param name="Place">Where it was said.</param>
public sealed record OsRequest(string? Name, bool Detect, bool? Require, TextSpan? Place)
{
    /// <summary>Nothing was said: what there is to detect is detected.</summary>
    public static readonly OsRequest Unsaid = new(Name: null, Detect: true, Require: null, Place: null);

    /// <summary>
    /// Reads <c>osinfo</c> of a spec. <c>auto</c> says the same as nothing; <c>none</c> is <c>generic</c>.
    /// </summary>
    /// <param name="otherwise">A system named in another place, such as <c>install.os</c>, for when <c>osinfo</c> is missing.</param>
    public static OsRequest From(MappingNode spec, string? otherwise = null)
    {
        var said = spec["osinfo"];
        if (said is not MappingNode osinfo)
        {
            return FromName(spec.TextOf("osinfo") ?? otherwise, said?.Span);
        }

        var name = osinfo.TextOf("id") ?? osinfo.TextOf("name");
        var detect = Truth(osinfo, "detect");
        var require = Truth(osinfo, "require");
        return detect is null && require is null
            ? FromName(name, said.Span)
            : new OsRequest(name is null or "auto" ? null : Meaning(name), detect ?? name is "auto", require, said.Span);
    }

    private static OsRequest FromName(string? name, TextSpan? place) =>
        name is null or "auto" ? Unsaid with { Place = place } : new OsRequest(Meaning(name), Detect: false, Require: null, place);

    private static string Meaning(string name) => name == "none" ? "generic" : name;

    private static bool? Truth(MappingNode node, string key) => node.TextOf(key) switch
    {
        "true" or "yes" or "on" or "1" or "y" or "t" => true,
        "false" or "no" or "off" or "0" or "n" or "f" => false,
        _ => null,
    };
}
