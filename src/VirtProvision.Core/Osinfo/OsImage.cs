namespace VirtProvision.Core.Osinfo;

/// <summary>A disk image of a system, ready to boot.</summary>
/// <param name="Arch">libvirt's name of the architecture.</param>
/// <param name="Format"><c>qcow2</c>, <c>raw</c>, <c>vmdk</c>, <c>vhdx</c> or <c>containerdisk</c>.</param>
/// <param name="HasCloudInit">It takes its configuration from cloud-init.</param>
public sealed record OsImage(string Arch, string Format, string? Url, string? Variant, bool HasCloudInit);
