namespace VirtProvision.Core.Defaults;

/// <summary>The computations that rules call by name.</summary>
internal static class DefaultSteps
{
    public static readonly IReadOnlyDictionary<string, DefaultStep> All = new Dictionary<string, DefaultStep>
    {
        ["vcpusOfTopology"] = static (spec, _) => CpuTopology.CountFrom(spec),
        ["completeTopology"] = static (spec, _) => CpuTopology.Complete(spec),
        ["hostCpuModel"] = static (spec, context) => CpuChoice.Copy(spec, context.Host.Capabilities),
        ["cpuSecurity"] = static (spec, context) => SecurityFeatures.Require(spec, context.Host),
        ["uefi"] = static (spec, context) => UefiFirmware.Choose(spec, context),
        ["seclabels"] = static (spec, context) => SecurityLabels.Complete(spec, context.Host.Capabilities),
        ["diskTargets"] = static (spec, context) => context.IsNew ? DiskTargets.Assign(spec, context.Diagnostics) : spec,
        ["pcieRootPorts"] = static (spec, _) => PcieRootPorts.Add(spec),
    };
}
