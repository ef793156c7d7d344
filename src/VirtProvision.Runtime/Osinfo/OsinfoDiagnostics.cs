using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Osinfo;

/// <summary>What can be wrong with a guest's operating system: VP8201–VP8249.</summary>
public static class OsinfoDiagnostics
{
    public static Diagnostic Unknown(TextSpan? place, string name, OsFacts? nearest, ImmutableArray<string> genericLinux) => Error("VP8201", place,
        "Unknown operating system",
        $"Unknown OS name \"{name}\": it is not in the osinfo database." + Core.Text.Nearest.DidYouMean(nearest?.ShortId)
            + $" virt-provision install --osinfo list shows all names; {Suggestion(genericLinux)}.");

    public static Diagnostic Nearest(TextSpan? place, string name, OsFacts nearest) => Warning("VP8202", place,
        "Operating system not in the database",
        $"\"{name}\" is not in the osinfo database; the defaults are those of {nearest.ShortId} ({nearest.Name}), which comes nearest. "
            + "Install a newer osinfo-db, or name a system that it has.");

    public static Diagnostic Missing(TextSpan? place, OsCircumstances circumstances) => Error("VP8203", place,
        "Operating system not named",
        "The OS name is required, and none was set" + (circumstances.HasMedia ? " or found on the installation media" : "") + "; good defaults depend on it. "
            + (circumstances.HasMedia ? "If you expected it to be detected, give a fallback: --osinfo detect=on,name=NAME. " : "Name it: --osinfo NAME. ")
            + $"virt-provision install --osinfo list shows all names; {Suggestion(circumstances.GenericLinux)}. "
            + $"To go on without, say --osinfo detect=on,require=off or set {OsCircumstances.ExcuseVariable}=1.");

    public static Diagnostic MissingExcused(TextSpan? place) => Warning("VP8204", place,
        "Operating system not named, going on",
        "The OS name is required for good defaults, and none was set or found. Skipping fatal error, since this run is excused from it: the guest is taken for a generic system.");

    public static Diagnostic Generic(TextSpan? place) => Warning("VP8205", place,
        "Generic operating system",
        "Nothing is known of the guest's operating system, so its devices are those that every system can drive, which are slow. Name it, for example osinfo: debian12 or --osinfo debian12.");

    public static Diagnostic NoDatabase(TextSpan? place, string name, ImmutableArray<string> folders) => Error("VP8206", place,
        "No database of operating systems",
        $"\"{name}\" cannot be looked up, since none of {string.Join(", ", folders)} holds an osinfo database. Install the package osinfo-db.");

    public static Diagnostic NoDatabaseSoGeneric(TextSpan? place, string name, ImmutableArray<string> folders) => Warning("VP8207", place,
        "No database of operating systems",
        $"\"{name}\" cannot be looked up, since none of {string.Join(", ", folders)} holds an osinfo database; the defaults are those of a generic system. Install the package osinfo-db.");

    public static Diagnostic Unreadable(OsDatabaseProblem problem) => Warning("VP8208", null,
        "File of the osinfo database left out",
        $"{problem.Path} cannot be read and is left out: {problem.Why.TrimEnd('.')}.");

    public static Diagnostic NoTree(TextSpan? place, OsFacts os) => Error("VP8209", place,
        "No installation tree known",
        $"OS \"{os.ShortId}\" does not have a URL location in the osinfo database. Give the tree by install.location or --location.");

    public static Diagnostic NoTreeForArchitecture(TextSpan? place, OsFacts os, string arch) => Error("VP8210", place,
        "No installation tree known for the architecture",
        $"OS \"{os.ShortId}\" does not have a URL location for the architecture '{arch}' in the osinfo database; it has one for "
            + $"{string.Join(", ", os.Trees.Where(static tree => tree.Url is not null).Select(static tree => tree.Arch).Distinct(StringComparer.Ordinal))}. Give the tree by install.location or --location.");

    private static string Suggestion(ImmutableArray<string> genericLinux) =>
        genericLinux.IsEmpty ? "take generic when it has none" : $"a Linux that has none is best taken for one of {string.Join(", ", genericLinux)}";
}
