using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>Makes of what a spec says of devices what libvirt needs to be told, by what the host has. All findings at once.</summary>
public static class DeviceResolution
{
    public static ResolvedDevices Resolve(ResourceSpec domain, HostView view, HostFacts host, DeviceSettings settings, DiagnosticBag diagnostics)
    {
        ImmutableArray<HostDomain> others = [.. view.Domains.Where(other => other.Name != settings.Reinstalled)];
        var conflicts = new DomainConflicts(others, settings.Checks, diagnostics);
        conflicts.CheckIdentity(domain);

        var spec = domain.Spec;
        var making = new NewStorage(domain, view.Storage, settings, diagnostics);
        var disks = new DiskResolver(view.Storage, making, host, settings, spec.Items("disks"), diagnostics);
        var users = new DiskUsers(others, view.Storage);
        spec = spec.WithItems("disks", disk =>
        {
            var resolved = disks.Resolve(disk);
            conflicts.CheckDisk(resolved, users);
            return resolved.Disk;
        });

        var devices = new NodeDevices(view.NodeDevices, diagnostics);
        var hostdevs = new HostdevResolver(devices, diagnostics);
        spec = spec.WithItems("hostdevs", hostdevs.Resolve);

        var cards = new InterfaceResolver(view, host, hostdevs, settings, diagnostics);
        spec = spec.WithItems("networks", card =>
        {
            conflicts.CheckCard(card);
            return cards.Resolve(card);
        });

        var renderNode = devices.RenderNode();
        spec = spec.WithItems("graphics", graphics => GraphicsResolver.Resolve(graphics, renderNode));
        return new ResolvedDevices(domain with { Spec = spec }, making.Specs);
    }
}
