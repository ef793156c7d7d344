using VirtProvision.Core.Defaults;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Installing;

/// <summary>A domain to be decided.</summary>
/// <param name="Domain">Its spec, valid by its schema.</param>
internal sealed record CreationRequest(ResourceSpec Domain)
{
    /// <summary>The spec names no domain: one is chosen.</summary>
    public bool ChoosesName { get; init; }

    /// <summary>It must say where its system comes from.</summary>
    public bool NeedsMethod { get; init; }

    /// <summary>UUID and MAC addresses are chosen now, and not when the domain is made.</summary>
    public bool Freezes { get; init; }

    /// <summary>What the guest is taken for when nobody says; null: for a system of which nothing is known, with a warning.</summary>
    public OsFacts? Unknown { get; init; } = OsFacts.Modern;

    /// <summary>Told which rule gives which default; null when nobody wants to know.</summary>
    public RuleTrace? Trace { get; init; }

    /// <summary>Who makes it, for a display on their own screen.</summary>
    public UserFacts? User { get; init; }

    public DeviceSettings Devices { get; init; } = new();
}
