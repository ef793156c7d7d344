using System.Xml.Linq;

namespace VirtProvision.Core.Hosts;

/// <summary>The ways in which a domain can get a CPU. https://libvirt.org/formatdomaincaps.html#cpu-configuration</summary>
public sealed class CpuCapabilities
{
    private readonly XElement? _xml;

    internal CpuCapabilities(XElement? xml) => _xml = xml;

    /// <summary>The supported modes: <c>host-passthrough</c>, <c>maximum</c>, <c>host-model</c>, <c>custom</c>. Null when libvirt does not tell.</summary>
    public ImmutableArray<string>? Modes =>
        _xml is null ? null : [.. _xml.Elements("mode").Where(static mode => mode.Attribute("supported")?.Value is "yes").Select(static mode => mode.Attribute("name")?.Value).OfType<string>()];

    /// <summary>Whether <c>host-passthrough</c> can leave out what prevents migration.</summary>
    public bool IsPassthroughMigratable =>
        SupportedMode("host-passthrough")?.Elements("enum").FirstOrDefault(static item => item.Attribute("name")?.Value is "hostPassthroughMigratable") is { } values
        && DomainCapabilities.ValuesOf(values).Contains("on");

    /// <summary>What <c>host-model</c> stands for; null when it is not supported.</summary>
    public HostCpuModel? HostCpu => SupportedMode("host-model") is { } mode
        ? new HostCpuModel(
            mode.Element("model")?.Value,
            mode.Element("model")?.Attribute("fallback")?.Value,
            mode.Element("vendor")?.Value,
            [.. mode.Elements("feature").Select(static feature => new CpuFeature(feature.Attribute("name")?.Value ?? "", feature.Attribute("policy")?.Value ?? "require"))])
        : null;

    /// <summary>Whether a named model runs on this host; null when libvirt does not know it, or does not tell.</summary>
    public bool? IsModelUsable(string model) =>
        SupportedMode("custom")?.Elements("model").FirstOrDefault(item => item.Value == model)?.Attribute("usable")?.Value switch
        {
            "yes" => true,
            "no" => false,
            _ => null,
        };

    /// <summary>The named models that libvirt knows for this machine, usable or not.</summary>
    public ImmutableArray<string> Models => [.. SupportedMode("custom")?.Elements("model").Select(static model => model.Value) ?? []];

    private XElement? SupportedMode(string name) =>
        _xml?.Elements("mode").FirstOrDefault(mode => mode.Attribute("name")?.Value == name && mode.Attribute("supported")?.Value is "yes");
}

/// <summary>The host's CPU as a named model and its difference from it.</summary>
/// <param name="Name">Null when libvirt has no model to name.</param>
/// <param name="Fallback"><c>forbid</c>: the guest gets this model or none; <c>allow</c>: it may get a lesser one.</param>
public sealed record HostCpuModel(string? Name, string? Fallback, string? Vendor, ImmutableArray<CpuFeature> Features);

/// <param name="Policy"><c>require</c>, <c>disable</c> …</param>
public sealed record CpuFeature(string Name, string Policy);
