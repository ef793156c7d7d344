using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Installing;

/// <summary>Installs a domain anew that exists: its definition stays as it is, only its next start boots the installer.</summary>
internal sealed class Reinstallation(IHypervisorReader host, HostFacts facts, OsDatabase systems, Spool spool, DiagnosticBag findings)
{
    private static readonly XName s_system = XName.Get("os", "http://libosinfo.org/xmlns/libvirt/domain/1.0");

    /// <summary>Null when there are errors.</summary>
    public async Task<NewDomain?> DecideAsync(CreationRequest request, InstallMethod method, CancellationToken cancellationToken)
    {
        var wanted = method.Reinstalled!;
        var domains = await host.Inventory.DomainsAsync(cancellationToken).ConfigureAwait(false);
        var found = domains.FirstOrDefault(domain => domain.Name == wanted.Text) ?? domains.FirstOrDefault(domain => Guid.TryParse(wanted.Text, out var uuid) && domain.Uuid == uuid);
        if (found is null)
        {
            findings.Add(InstallDiagnostics.NoSuchDomain(wanted.Span, wanted.Text));
            return null;
        }

        if (found.IsActive)
        {
            findings.Add(InstallDiagnostics.IsRunning(wanted.Span, found.Name));
        }

        if (!method.HasPhases)
        {
            findings.Add(InstallDiagnostics.NoMethod(wanted.Span));
        }

        var xml = new XElement(found.Xml);
        var type = xml.Element("os")?.Element("type");
        var arch = type?.Attribute("arch")?.Value ?? facts.Capabilities.HostArch;
        var media = await InstallMedia.OpenAsync(method, arch, host, facts, systems, findings, cancellationToken).ConfigureAwait(false);
        spool.Keep(media);
        if (findings.HasErrors)
        {
            return null;
        }

        // The spec of the old domain, as far as what comes to the host asks for one.
        var spec = request.Domain with { Id = new ResourceId(ResourceKind.Domain, found.Name), Spec = request.Domain.Spec.With("disks", new SequenceNode(wanted.Span, [])) };
        var system = systems.Find(xml.Descendants(s_system).FirstOrDefault()?.Attribute("id")?.Value ?? "") ?? OsFacts.Generic;
        var prepared = await new FirstBootMedia(method, media, spool, host, facts, request.Devices, systems, TemplateFiles.Embedded, findings)
            .PrepareAsync(new ResolvedDevices(spec, []), system, arch, cancellationToken).ConfigureAwait(false);
        if (prepared.Boot.Media.Length > 0)
        {
            findings.Add(InstallDiagnostics.NoSeedForOld(wanted.Span));
            return null;
        }

        var perDevice = facts.IsQemu || facts.IsTest;
        var boot = prepared.Boot with { Medium = method.Cdrom?.Text, Order = BootOrder.Before(method, xml) };
        return new NewDomain(spec, prepared.Needs, system, xml, xml)
        {
            First = InstallPhases.First(xml, boot, perDevice),
            Uploads = prepared.Uploads,
            Password = prepared.Password,
            Reinstalls = boot,
        };
    }
}
