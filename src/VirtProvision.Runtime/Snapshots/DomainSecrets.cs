using System.Xml.Linq;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>What libvirt leaves out of a domain's XML unless it is asked for it with VIR_DOMAIN_XML_SECURE.</summary>
internal static class DomainSecrets
{
    public static XElement Without(XElement domain)
    {
        var shown = new XElement(domain);
        shown.Element("devices")?.Elements("graphics").Attributes("passwd").Remove();
        shown.Descendants("cookies").Remove();
        shown.Elements("launchSecurity").Elements().Where(static item => item.Name.LocalName is "dhCert" or "session").Remove();
        return shown;
    }
}
