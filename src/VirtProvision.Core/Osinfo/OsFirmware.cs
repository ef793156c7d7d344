namespace VirtProvision.Core.Osinfo;

/// <summary>Whether a system boots with a kind of firmware.</summary>
/// <param name="Arch">libvirt's name of the architecture.</param>
/// <param name="Type"><see cref="Bios"/> or <see cref="Efi"/>.</param>
public sealed record OsFirmware(string Arch, string Type, bool IsSupported)
{
    public const string Bios = "bios";
    public const string Efi = "efi";
}
