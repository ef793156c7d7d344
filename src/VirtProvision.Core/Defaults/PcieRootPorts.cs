using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Defaults;

/// <summary>The PCI Express root and its ports. A device can be plugged into a running guest only where a port is free.</summary>
internal static class PcieRootPorts
{
    // What virt-install gives: enough for the usual devices and some more, and few enough for the firmware's I/O space.
    private const int Usual = 14;

    private static int CountOf(MappingNode spec) => spec["pcieRootPorts"] is ScalarNode count && count.TryGetInteger(out var said) ? (int)said : Usual;

    public static MappingNode Add(MappingNode spec)
    {
        var added = Enumerable.Repeat("pcie-root-port", CountOf(spec)).Prepend("pcie-root")
            .Select(model => MappingNode.Empty(spec.Span).WithText("type", "pci").WithText("model", model));
        return spec.With("controllers", new SequenceNode(spec.Span, [.. spec.ItemsOf("controllers"), .. added]));
    }
}
