using System.Xml.Linq;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Planning;

/// <summary>The first start of a domain that is installed.</summary>
/// <param name="Xml">The configuration of that start; the one that is defined stays for all later ones.</param>
/// <param name="OnlyForStart">Volumes that nobody needs once the guest runs: kernel and initial RAM disk of an installer.</param>
public sealed record InstallStart(XElement Xml, ImmutableArray<ResourceId> OnlyForStart)
{
    /// <summary>The domain is gone when it stops; nothing is defined.</summary>
    public bool IsTransient { get; init; }
}
