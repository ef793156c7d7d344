using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Defaults;

/// <summary>Completes the labels that say what they are for but not all of it.</summary>
internal static class SecurityLabels
{
    public static MappingNode Complete(MappingNode spec, HostCapabilities host)
    {
        if (spec["seclabels"] is not SequenceNode labels)
        {
            return spec;
        }

        var items = labels.Items;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is MappingNode label && (label.TextOf("type") ?? label.TextOf("model")) is not null && Completed(label, host) is var completed && !ReferenceEquals(completed, label))
            {
                items = items.SetItem(i, completed);
            }
        }

        return items == labels.Items ? spec : spec.With("seclabels", labels with { Items = items });
    }

    private static MappingNode Completed(MappingNode label, HostCapabilities host)
    {
        label = label.TextOf("type") is null ? label.WithText("type", "dynamic") : label;
        return label.TextOf("model") is null && ModelOf(label.TextOf("label"), host) is { } model ? label.WithText("model", model) : label;
    }

    // SELinux writes user:role:type[:range], DAC user:group.
    private static string? ModelOf(string? label, HostCapabilities host) => label?.Split(':').Length switch
    {
        >= 3 when host.SecurityModels.Contains("selinux") => "selinux",
        2 when host.SecurityModels.Contains("dac") => "dac",
        _ => host.SecurityModels.FirstOrDefault(),
    };
}
