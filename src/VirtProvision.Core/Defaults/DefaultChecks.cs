using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Defaults;

/// <summary>What a domain to be made cannot do without, and no default gave.</summary>
internal static class DefaultChecks
{
    public static void Check(MappingNode spec, DiagnosticBag diagnostics)
    {
        if (spec.TextOf("defaults") is "desktop" && spec.TextAt("memory", "memory") is null)
        {
            diagnostics.Add(DefaultDiagnostics.NoMemory(spec.Span));
        }

        if (spec["launchSecurity"] is MappingNode security && security.TextOf("type") is ("sev" or "sev-snp" or "tdx") and var type && !(IsQ35(spec) && HasUefi(spec)))
        {
            diagnostics.Add(DefaultDiagnostics.NeedsQ35AndUefi(security.Span, type));
        }
    }

    private static bool IsQ35(MappingNode spec) => spec.TextOf("machine")?.Contains("q35", StringComparison.Ordinal) is true;

    private static bool HasUefi(MappingNode spec) => spec.MappingAt("boot") is var boot && (boot.TextAt("firmware", "type") is "efi" || boot.TextAt("loader", "type") is "pflash");
}
