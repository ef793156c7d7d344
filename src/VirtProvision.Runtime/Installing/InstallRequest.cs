using VirtProvision.Core.Defaults;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Installing;

/// <summary>What to install, and how carefully.</summary>
/// <param name="Spec">A domain's spec, valid by its schema.</param>
public sealed record InstallRequest(MappingNode Spec)
{
    /// <summary>Null: named after its system.</summary>
    public ScalarNode? Name { get; init; }

    /// <summary>The whole command line, for findings that belong to no single option.</summary>
    public required TextSpan Span { get; init; }

    /// <summary>It must say where the guest's system comes from.</summary>
    public bool NeedsMethod { get; init; } = true;

    /// <summary>The domain is gone when it stops.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Told which rule gives which default; null when nobody wants to know.</summary>
    public RuleTrace? Trace { get; init; }

    public UserFacts? User { get; init; }

    public DeviceSettings Devices { get; init; } = new();
}
