namespace VirtProvision.Core.Osinfo;

public sealed partial record OsFacts
{
    /// <summary>What it should have, as stated; nothing is derived from the minimum here.</summary>
    public OsResourceValues Recommended(string arch) => ValuesOf(arch, static resources => resources.Recommended);

    /// <summary>What it needs at least.</summary>
    public OsResourceValues Minimum(string arch) => ValuesOf(arch, static resources => resources.Minimum);

    /// <summary>What its installer needs when it comes over the network.</summary>
    public OsResourceValues NetworkInstall(string arch) => ValuesOf(arch, static resources => resources.NetworkInstall);

    /// <summary>Whether it boots with UEFI; null when nothing is stated.</summary>
    public bool? SupportsEfi(string arch) => Supports(arch, OsFirmware.Efi);

    /// <summary>Whether it boots with a BIOS; null when nothing is stated.</summary>
    public bool? SupportsBios(string arch) => Supports(arch, OsFirmware.Bios);

    /// <summary>Whether it boots with UEFI only: both that it does and that it doesn't with a BIOS are stated.</summary>
    public bool RequiresEfi(string arch) => SupportsEfi(arch) is true && SupportsBios(arch) is false;

    // A value for the architecture goes before one for all of them, each by itself.
    private OsResourceValues ValuesOf(string arch, Func<OsResources, OsResourceValues> of)
    {
        var own = OsResourceValues.Unknown;
        var all = OsResourceValues.Unknown;
        foreach (var resources in Resources)
        {
            if (resources.Arch == arch)
            {
                own = own.Or(of(resources));
            }
            else if (resources.Arch == OsResources.AllArchitectures)
            {
                all = all.Or(of(resources));
            }
        }

        return own.Or(all);
    }

    // The first was stated nearest to the system.
    private bool? Supports(string arch, string type) =>
        Firmware.FirstOrDefault(firmware => firmware.Type == type && firmware.Arch == arch)?.IsSupported;
}
