using System.Xml.Linq;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Hosts;

/// <summary>The host that is assumed when there is none. Parsed when first needed: most runs never do.</summary>
internal static class UsualHost
{
    private static readonly Lazy<HostFacts> s_facts = new(static () => new HostFacts(HostCapabilities.Parse(Read("capabilities.xml")))
    {
        Domain = DomainCapabilities.Parse(Read("domcapabilities.xml")),
        CpuSecurityFeatures = ["spec-ctrl", "ssbd", "ibpb", "md-clear"],
    });

    public static HostFacts Facts => s_facts.Value;

    private static XElement Read(string file) => XElement.Parse(KindFiles.Read($"hosts/usual/{file}")!);
}
