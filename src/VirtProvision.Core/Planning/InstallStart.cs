using System.Xml.Linq;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Planning;

/// <summary>The first start of a domain that is installed.</summary>
/// <param name="Xml">The configuration of that start; the one that is defined stays for all later ones.</param>
/// <param name="OnlyForStart">Volumes that nobody needs once the guest runs: kernel and initial RAM disk of an installer.</param>
public sealed record InstallStart(XElement Xml, ImmutableArray<ResourceId> OnlyForStart)
{
    /// <summary>The domain is gone when it stops; nothing is defined.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The domain exists and is installed anew: what differs is put into its definition as it is then, passwords included.</summary>
    public FirstBoot? Anew { get; init; }
}
