namespace VirtProvision.Core.Templates;

/// <summary>What the defaults of a new domain depend on. In <c>defaults.yaml</c> it is <c>host</c>.</summary>
/// <param name="Arch">The host's architecture in libvirt's words: <c>x86_64</c>.</param>
/// <param name="Kvm">Whether guests of this architecture run on KVM.</param>
/// <param name="Machines">Machine types that the hypervisor has for it, aliases too; empty when nobody was asked.</param>
/// <param name="CpuModes">CPU modes that the hypervisor supports; empty when nobody was asked.</param>
/// <param name="MigratablePassthrough">Whether <c>host-passthrough</c> can leave out what prevents migration.</param>
public sealed record HostFacts(
    string Arch, bool Kvm, ImmutableArray<string> Machines, ImmutableArray<string> CpuModes, bool MigratablePassthrough)
{
    /// <summary>A usual host, for rendering without one.</summary>
    public static readonly HostFacts Usual = new("x86_64", Kvm: true, ["q35", "pc"], ["host-passthrough", "host-model", "maximum", "custom"], MigratablePassthrough: true);
}
