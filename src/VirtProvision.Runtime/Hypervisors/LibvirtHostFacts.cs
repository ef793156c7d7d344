using System.Xml.Linq;
using VirtProvision.Core.Templates;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>
/// What a host can do, as far as the defaults of new domains ask. All of it comes from the capabilities: a read-only connection may not ask for those of
/// domains (virConnectGetDomainCapabilities), and a plan has no other connection. https://libvirt.org/formatcaps.html
/// </summary>
internal static class LibvirtHostFacts
{
    public static HostFacts Of(XElement capabilities)
    {
        var arch = capabilities.Element("host")?.Element("cpu")?.Element("arch")?.Value ?? HostFacts.Usual.Arch;
        var guest = capabilities.Elements("guest")
            .Where(static guest => guest.Element("os_type")?.Value is "hvm")
            .Select(static guest => guest.Element("arch"))
            .FirstOrDefault(guest => guest?.Attribute("name")?.Value == arch);
        var kvm = guest?.Elements("domain").Any(static domain => domain.Attribute("type")?.Value is "kvm") is true;
        return new HostFacts(
            arch,
            kvm,
            [.. guest?.Descendants("machine").Select(static machine => machine.Value).Distinct() ?? []],
            kvm ? ["host-passthrough", "host-model", "maximum", "custom"] : ["host-model", "maximum", "custom"],
            MigratablePassthrough: kvm && arch is "x86_64");
    }
}
