using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>Changes entries of a running network one by one: guests stay connected.</summary>
internal static class NetworkEdits
{
    public static async Task ApplyAsync(IHypervisor host, ResourceId id, KindFacts facts, LiveBatch batch, XElement wanted, XElement live)
    {
        foreach (var entry in batch.Fields.Select(static field => EntryOf(field.Path)).Distinct())
        {
            if (entry is not { } found)
            {
                throw new NoLiveMeansException("libvirt changes this part of a network only when it starts");
            }

            var before = ItemLocator.Find(facts, live, found.Path);
            var after = ItemLocator.Find(facts, wanted, found.Path);
            var index = ParentIndex(before ?? after);
            foreach (var (command, xml) in Steps(found.Section, before, after))
            {
                await host.UpdateNetworkAsync(id, new NetworkEdit(command, found.Section, index, xml), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    // Only DHCP hosts and port groups can be modified; the rest is taken away and put back. https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkUpdate
    private static IEnumerable<(NetworkUpdateCommand Command, string Xml)> Steps(NetworkUpdateSection section, XElement? before, XElement? after) => (before, after) switch
    {
        (null, null) => [],
        (null, not null) => [(NetworkUpdateCommand.AddLast, Text(after))],
        (not null, null) => [(NetworkUpdateCommand.Delete, Text(before))],
        _ when section is NetworkUpdateSection.IpDhcpHost or NetworkUpdateSection.PortGroup => [(NetworkUpdateCommand.Modify, Text(after))],
        _ => [(NetworkUpdateCommand.Delete, Text(before)), (NetworkUpdateCommand.AddLast, Text(after))],
    };

    private static (XmlPath Path, NetworkUpdateSection Section)? EntryOf(XmlPath path)
    {
        var names = path.Steps.Select(static step => step.Name).ToArray();
        return names switch
        {
            ["ip", "dhcp", "host", ..] => (First(path, 3), NetworkUpdateSection.IpDhcpHost),
            ["ip", "dhcp", "range", ..] => (First(path, 3), NetworkUpdateSection.IpDhcpRange),
            ["forward", "interface", ..] => (First(path, 2), NetworkUpdateSection.ForwardInterface),
            ["portgroup", ..] => (First(path, 1), NetworkUpdateSection.PortGroup),
            ["dns", "host", ..] => (First(path, 2), NetworkUpdateSection.DnsHost),
            ["dns", "txt", ..] => (First(path, 2), NetworkUpdateSection.DnsTxt),
            ["dns", "srv", ..] => (First(path, 2), NetworkUpdateSection.DnsSrv),
            _ => null,
        };
    }

    private static XmlPath First(XmlPath path, int count) => new(path.Steps[..count]);

    /// <summary>Which of the network's addresses the entry stands under.</summary>
    private static int ParentIndex(XElement? entry)
    {
        var address = entry?.Ancestors("ip").FirstOrDefault();
        return address is null ? -1 : address.ElementsBeforeSelf("ip").Count();
    }

    private static string Text(XElement element) => XmlText.Write(element);
}
