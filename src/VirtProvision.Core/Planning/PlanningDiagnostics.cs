using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Planning;

/// <summary>What comparing and planning have to say to the user: VP5xxx.</summary>
public static class PlanningDiagnostics
{
    public static Diagnostic PoolNotRunning(TextSpan span, ResourceId id) => Warning("VP5001", span,
        summary: "Storage pool is not running",
        detail: $"The pool \"{id.Pool}\" is not running, so whether the volume \"{id.Name}\" is in it cannot be known. Start the pool and plan again.");
}
