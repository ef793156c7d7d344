using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>What the network cards of a new domain are connected to, where the spec leaves it to the host.</summary>
internal sealed class InterfaceResolver(HostView view, HostFacts host, HostdevResolver hostdevs, DeviceSettings settings, DiagnosticBag diagnostics)
{
    private const string DefaultNetwork = "default";

    public MappingNode Resolve(MappingNode card)
    {
        if (card["hostdev"] is ScalarNode { IsNull: false } name)
        {
            return hostdevs.FindPci(name) is { } pci ? PassedThrough(card, name, pci) : card;
        }

        if (card["network"] is ScalarNode network)
        {
            if (settings.ChecksReferences && !view.Networks.Any(known => known.Name == network.Text))
            {
                diagnostics.Add(DeviceDiagnostics.NoNetwork(network.Span, network.Text, view.Networks.Select(static known => known.Name)));
            }

            return card.WithMissing("type", ScalarNode.String(network.Span, "network"));
        }

        if (card["bridge"] is { } bridge)
        {
            return card.WithMissing("type", ScalarNode.String(bridge.Span, "bridge"));
        }

        return card["type"] is not null ? card : Connect(card);
    }

    private MappingNode Connect(MappingNode card)
    {
        // A backend for user networking asks for just that; without the host's rights there is nothing else.
        if ((card["backend"] as MappingNode)?["type"] is not null || host.IsTest || (host.IsQemu && host.IsSession))
        {
            return card.With("type", ScalarNode.String(card.Span, "user"));
        }

        return host.DefaultBridge is { } bridge
            ? card.With("type", ScalarNode.String(card.Span, "bridge")).With("bridge", ScalarNode.String(card.Span, bridge))
            : card.With("type", ScalarNode.String(card.Span, "network")).With("network", ScalarNode.String(card.Span, DefaultNetwork));
    }

    public static MappingNode PassedThrough(MappingNode card, ScalarNode name, HostNodeDevice pci)
    {
        var address = MappingNode.Empty(name.Span).With("type", ScalarNode.String(name.Span, "pci"));
        foreach (var part in HostdevResolver.PciAddress(pci, name.Span).Entries)
        {
            address = address.With(part.Key.Text, part.Value);
        }

        return card.Without("hostdev")
            .With("type", ScalarNode.String(name.Span, "hostdev"))
            .WithMissing("managed", ScalarNode.Boolean(name.Span, true))
            .With("source", (card["source"] as MappingNode ?? MappingNode.Empty(name.Span)).With("address", address));
    }
}
