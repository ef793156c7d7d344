using System.Xml.Linq;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Changing entries of a running network that is only XML, as virNetworkUpdate does.</summary>
internal static class SnapshotNetworkEdits
{
    public static void Apply(XElement network, NetworkEdit edit)
    {
        var entry = XElement.Parse(edit.Xml);
        var (path, keys) = SectionOf(edit.Section);
        var parent = Parent(network, path, edit.ParentIndex);
        var existing = parent.Elements(entry.Name).FirstOrDefault(item => IsSame(item, entry, keys));
        switch (edit.Command)
        {
            case NetworkUpdateCommand.AddLast or NetworkUpdateCommand.AddFirst when existing is not null:
                throw SnapshotRefusal.Invalid($"there is an existing {entry.Name.LocalName} entry in the network that matches");
            case NetworkUpdateCommand.AddLast:
                parent.Add(entry);
                break;
            case NetworkUpdateCommand.AddFirst:
                parent.AddFirst(entry);
                break;
            default:
                if (existing is null)
                {
                    throw SnapshotRefusal.Invalid($"couldn't locate a matching {entry.Name.LocalName} entry in the network");
                }

                existing.Remove();
                if (edit.Command is NetworkUpdateCommand.Modify)
                {
                    parent.Add(entry);
                }

                break;
        }
    }

    /// <summary>Where a section's entries stand, and what tells one from another: the first of these that both have.</summary>
    private static (string[] Path, string[] Keys) SectionOf(NetworkUpdateSection section) => section switch
    {
        NetworkUpdateSection.IpDhcpHost => (["ip", "dhcp"], ["mac", "id", "name", "ip"]),
        NetworkUpdateSection.IpDhcpRange => (["ip", "dhcp"], ["start"]),
        NetworkUpdateSection.ForwardInterface => (["forward"], ["dev"]),
        NetworkUpdateSection.PortGroup => ([], ["name"]),
        NetworkUpdateSection.DnsHost => (["dns"], ["ip"]),
        NetworkUpdateSection.DnsTxt => (["dns"], ["name"]),
        NetworkUpdateSection.DnsSrv => (["dns"], ["service"]),
        _ => throw SnapshotRefusal.Invalid($"can't update section {(uint)section} of a network"),
    };

    private static bool IsSame(XElement one, XElement other, string[] keys) =>
        keys.FirstOrDefault(key => one.Attribute(key) is not null && other.Attribute(key) is not null) is { } key
        && string.Equals(one.Attribute(key)!.Value, other.Attribute(key)!.Value, StringComparison.OrdinalIgnoreCase);

    private static XElement Parent(XElement network, string[] path, int index)
    {
        var parent = network;
        foreach (var name in path)
        {
            var found = name is "ip" && index >= 0 ? parent.Elements(name).ElementAtOrDefault(index) : parent.Element(name);
            if (found is null)
            {
                parent.Add(found = new XElement(name));
            }

            parent = found;
        }

        return parent;
    }
}
