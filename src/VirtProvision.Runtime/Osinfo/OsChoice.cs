using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Osinfo;

/// <summary>
/// Decides which operating system a new domain is made for: first the system that was named, before anything is fetched; then, with what was detected,
/// the one to take. docs/decisions/osinfo-names.md says where this follows virt-install and where it doesn't.
/// </summary>
public static class OsChoice
{
    /// <summary>
    /// The system that was named; null when none was, or when it is an error. One that the database lacks is replaced by the nearest with a warning,
    /// unless the request requires the system.
    /// </summary>
    public static OsFacts? Named(OsRequest request, OsDatabase database, DiagnosticBag diagnostics)
    {
        if (request.Name is not { } name)
        {
            return null;
        }

        var os = database.Find(name) ?? Instead(request, name, database, diagnostics);
        foreach (var problem in database.Problems)
        {
            diagnostics.Add(OsinfoDiagnostics.Unreadable(problem));
        }

        return os;
    }

    /// <summary>The system to make the domain for; <see cref="OsFacts.Generic"/> when none is known, with whatever is to be said about that.</summary>
    /// <param name="named">What <see cref="Named"/> gave; when that was null and an error, there is no need to decide.</param>
    public static OsFacts Decide(OsRequest request, OsFacts? named, DetectedOs? detected, OsCircumstances circumstances, DiagnosticBag diagnostics)
    {
        if (request.Detect && detected is { } found)
        {
            if (found.Named is { } lacking)
            {
                diagnostics.Add(OsinfoDiagnostics.Nearest(request.Place, lacking, found.Os));
            }

            return found.Os;
        }

        if (named is null)
        {
            ReportMissing(request, circumstances, diagnostics);
        }

        if ((named is null && !diagnostics.HasErrors) || named is { IsGeneric: true })
        {
            ReportGeneric(request, circumstances, diagnostics);
        }

        return named ?? OsFacts.Generic;
    }

    /// <summary>Where the tree lies that <c>--install NAME</c> installs from, or null and an error.</summary>
    /// <param name="profile">See <see cref="OsFacts.TreeUrl"/>.</param>
    public static string? TreeUrl(OsFacts os, string arch, string? profile, TextSpan? place, DiagnosticBag diagnostics)
    {
        var url = os.TreeUrl(arch, profile);
        if (url is null)
        {
            diagnostics.Add(os.Trees.Any(static tree => tree.Url is not null) ? OsinfoDiagnostics.NoTreeForArchitecture(place, os, arch) : OsinfoDiagnostics.NoTree(place, os));
        }

        return url;
    }

    private static OsFacts? Instead(OsRequest request, string name, OsDatabase database, DiagnosticBag diagnostics)
    {
        var isExact = request.Require is true;
        if (database.IsEmpty)
        {
            diagnostics.Add(isExact ? OsinfoDiagnostics.NoDatabase(request.Place, name, database.Folders) : OsinfoDiagnostics.NoDatabaseSoGeneric(request.Place, name, database.Folders));
            return isExact ? null : OsFacts.Generic;
        }

        var nearest = database.Nearest(name);
        if (nearest is null || isExact)
        {
            diagnostics.Add(OsinfoDiagnostics.Unknown(request.Place, name, nearest, database.GenericLinux()));
            return null;
        }

        diagnostics.Add(OsinfoDiagnostics.Nearest(request.Place, name, nearest));
        return nearest;
    }

    private static void ReportMissing(OsRequest request, OsCircumstances circumstances, DiagnosticBag diagnostics)
    {
        if (request.Require is true || (request.Require is null && circumstances is { DependsOnOs: true, IsExcused: false }))
        {
            diagnostics.Add(OsinfoDiagnostics.Missing(request.Place, circumstances));
        }
        else if (request.Require is null && circumstances.DependsOnOs)
        {
            diagnostics.Add(OsinfoDiagnostics.MissingExcused(request.Place));
        }
    }

    private static void ReportGeneric(OsRequest request, OsCircumstances circumstances, DiagnosticBag diagnostics)
    {
        if (circumstances.DependsOnOs)
        {
            diagnostics.Add(OsinfoDiagnostics.Generic(request.Place));
        }
    }
}
