using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Defaults;

/// <summary><see cref="HostFacts"/> as rules see them: <c>host.driver</c> … and, of the machine that was chosen, <c>domcaps.…</c></summary>
internal static class HostTable
{
    public static readonly FactTable<HostFacts> Host = new(
        "host",
        Fact<HostFacts>.Text("driver", static host => host.Driver),
        Fact<HostFacts>.Flag("isLocal", static host => host.IsLocal),
        Fact<HostFacts>.Flag("isSession", static host => host.IsSession),
        Fact<HostFacts>.Text("arch", static host => host.Capabilities.HostArch),
        Fact<HostFacts>.Text("cpuModel", static host => host.Capabilities.HostCpuModel),
        Fact<HostFacts>.Flag("cpuModelUsable", static host => host.Capabilities.HostCpuModel is { } model ? host.Domain?.Cpu.IsModelUsable(model) : null),
        Fact<HostFacts>.Text("cpuVendor", static host => host.Capabilities.HostCpuVendor),
        Fact<HostFacts>.Texts("cpuSecurityFeatures", static host => host.CpuSecurityFeatures),
        Fact<HostFacts>.Texts("securityModels", static host => host.Capabilities.SecurityModels),
        Fact<HostFacts>.Text("defaultBridge", static host => host.DefaultBridge));

    /// <summary>Every list may also be unknown, which compares equal to null: libvirt tells more with each release.</summary>
    public static readonly FactTable<DomainCapabilities> Domain = new(
        "domcaps",
        Fact<DomainCapabilities>.Flag("known", static _ => true),
        Fact<DomainCapabilities>.Texts("firmwares", static domain => domain.FirmwareTypes),
        Fact<DomainCapabilities>.Texts("graphics", static domain => domain.Values("devices/graphics", "type")),
        Fact<DomainCapabilities>.Texts("videoModels", static domain => domain.Values("devices/video", "modelType")),
        Fact<DomainCapabilities>.Texts("channels", static domain => domain.Values("devices/channel", "type")),
        Fact<DomainCapabilities>.Texts("redirdevBuses", static domain => domain.Values("devices/redirdev", "bus")),
        Fact<DomainCapabilities>.Texts("rngModels", static domain => domain.Values("devices/rng", "model")),
        Fact<DomainCapabilities>.Texts("tpmModels", static domain => domain.Values("devices/tpm", "model")),
        Fact<DomainCapabilities>.Texts("tpmBackends", static domain => domain.Values("devices/tpm", "backendModel")),
        Fact<DomainCapabilities>.Texts("hyperv", static domain => domain.HypervFeatures),
        Fact<DomainCapabilities>.Flag("stimerDirect", static domain => domain.Xml.Element("features")?.Element("hyperv")?.Descendants("stimer_direct").Any(static direct => direct.Value is "on") is true),
        Fact<DomainCapabilities>.Texts("cpuModes", static domain => domain.Cpu.Modes),
        Fact<DomainCapabilities>.Flag("passthroughMigratable", static domain => domain.Cpu.IsPassthroughMigratable),
        Fact<DomainCapabilities>.Text("hostModelFallback", static domain => domain.Cpu.HostCpu?.Fallback),
        Fact<DomainCapabilities>.Number("sevMaxEsGuests", static domain => domain.SevMaxEsGuests));
}
