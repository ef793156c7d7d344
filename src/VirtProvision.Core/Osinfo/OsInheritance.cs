namespace VirtProvision.Core.Osinfo;

/// <summary>What a system has from those that it derives from or clones, as libosinfo takes it.</summary>
public static class OsInheritance
{
    /// <summary>The whole of a system.</summary>
    /// <param name="ancestors">All that it derives from or clones, nearest first.</param>
    public static OsFacts Resolve(OsEntry entry, IReadOnlyList<OsEntry> ancestors) => entry.Own with
    {
        Ancestors = [.. ancestors.SelectMany(static ancestor => ancestor.Own.ShortIds.Append(ancestor.Own.Id))],
        Devices = Devices(entry, ancestors),
        Resources = [.. entry.Own.Resources.Select(resources => resources.Inherits ? Inherit(resources, ancestors) : resources)],
        Firmware = [.. entry.Own.Firmware, .. ancestors.SelectMany(static ancestor => ancestor.Own.Firmware)],
        KernelUrlArgument = Nearest(entry, ancestors, static own => own.KernelUrlArgument) ?? InstallerArgument(entry.Own.Distro),
        CloudImageUsername = Nearest(entry, ancestors, static own => own.CloudImageUsername),
    };

    // Who is nearest decides whether a device is supported.
    private static ImmutableHashSet<string> Devices(OsEntry entry, IReadOnlyList<OsEntry> ancestors)
    {
        var decided = new HashSet<string>(StringComparer.Ordinal);
        var devices = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var link in entry.DeviceLinks.Concat(ancestors.SelectMany(static ancestor => ancestor.DeviceLinks)))
        {
            if (decided.Add(link.Device) && link.IsSupported)
            {
                devices.Add(link.Device);
            }
        }

        return devices.ToImmutable();
    }

    // Only what is stated for the same architecture is inherited.
    private static OsResources Inherit(OsResources resources, IReadOnlyList<OsEntry> ancestors)
    {
        foreach (var inherited in ancestors.SelectMany(static ancestor => ancestor.Own.Resources).Where(inherited => inherited.Arch == resources.Arch))
        {
            resources = resources with
            {
                Minimum = resources.Minimum.Or(inherited.Minimum),
                Recommended = resources.Recommended.Or(inherited.Recommended),
                NetworkInstall = resources.NetworkInstall.Or(inherited.NetworkInstall),
            };
        }

        return resources;
    }

    private static string? Nearest(OsEntry entry, IReadOnlyList<OsEntry> ancestors, Func<OsFacts, string?> value) =>
        value(entry.Own) ?? ancestors.Select(ancestor => value(ancestor.Own)).FirstOrDefault(static found => found is not null);

    // For databases that don't state it: YaST takes install=, Anaconda inst.repo=.
    // https://en.opensuse.org/SDB:Linuxrc  https://anaconda-installer.readthedocs.io/en/latest/user-guide/boot-options.html
    private static string? InstallerArgument(string? distro) => distro switch
    {
        "caasp" or "sle" or "sled" or "sles" or "opensuse" => "install",
        "centos" or "rhel" or "fedora" => "inst.repo",
        _ => null,
    };
}
