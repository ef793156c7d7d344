using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>What a new domain must not have because another domain of the host has it.</summary>
internal sealed class DomainConflicts(IReadOnlyCollection<HostDomain> others, CheckOptions checks, DiagnosticBag diagnostics)
{
    public void CheckIdentity(ResourceSpec domain)
    {
        if (others.Any(other => other.Name == domain.Id.Name))
        {
            diagnostics.Add(DeviceDiagnostics.NameInUse(domain.Span, domain.Id.Name));
        }

        if ((domain.Spec["metadata"] as MappingNode)?["uuid"] is ScalarNode uuid && Guid.TryParse(uuid.Text, out var id)
            && others.FirstOrDefault(other => other.Uuid == id) is { } owner)
        {
            diagnostics.Add(DeviceDiagnostics.UuidInUse(uuid.Span, uuid.Text, owner.Name));
        }
    }

    public void CheckCard(MappingNode card)
    {
        if (card["mac"] is not ScalarNode { IsNull: false } mac)
        {
            return;
        }

        string[] owners = [.. others.Where(other => Macs(other).Contains(mac.Text, StringComparer.OrdinalIgnoreCase)).Select(static other => other.Name)];
        if (owners.Length > 0)
        {
            diagnostics.Add(DeviceDiagnostics.MacInUse(mac.Span, mac.Text, owners, checks.MacInUse));
        }
    }

    public void CheckDisk(ResolvedDisk disk, DiskUsers users)
    {
        if (users.Of(disk.Disk, disk.Volume) is { IsEmpty: false } owners)
        {
            var place = disk.Disk["path"] ?? disk.Disk["volume"] ?? (disk.Disk["source"] as MappingNode)?["name"] ?? disk.Disk;
            diagnostics.Add(DeviceDiagnostics.PathInUse(place.Span, disk.Disk.TextOf("path") ?? disk.Volume?.Path ?? (place as ScalarNode)?.Text ?? "The disk's content", owners, checks.PathInUse));
        }
    }

    private static IEnumerable<string> Macs(HostDomain domain) =>
        domain.Xml.Element("devices")?.Elements("interface").Select(static card => card.Element("mac")?.Attribute("address")?.Value).OfType<string>() ?? [];
}
