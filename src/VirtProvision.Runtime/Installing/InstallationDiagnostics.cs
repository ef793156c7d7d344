using VirtProvision.Core.Diagnostics;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Installing;

/// <summary>The findings about carrying an installation out.</summary>
internal static class InstallationDiagnostics
{
    public static Diagnostic NotTakenBack(string resources, string reason) => Warning("VP8050", null,
        summary: "Left behind",
        detail: $"{resources} was made for the domain that could not be installed, and could not be removed again: {reason} Remove it by hand.");
}
