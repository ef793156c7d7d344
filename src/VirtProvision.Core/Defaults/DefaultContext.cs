using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Osinfo;

namespace VirtProvision.Core.Defaults;

/// <summary>What defaults are computed from, beside the spec.</summary>
/// <param name="IsNew">The domain is being made. Otherwise devices are added to one that is there, whose own target names are not known here.</param>
internal sealed record DefaultContext(HostFacts Host, OsFacts Os, bool IsNew)
{
    public UserFacts? User { get; init; }

    /// <summary>Told what is missing for the domain; null where nobody wants to know.</summary>
    public DiagnosticBag? Diagnostics { get; init; }
}

/// <summary>A default that takes more than a rule to compute.</summary>
internal delegate MappingNode DefaultStep(MappingNode spec, DefaultContext context);
