using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;

namespace VirtProvision.Runtime.Installing;

/// <summary>Where the images of a host lie that has no pool for them yet.</summary>
public static class ImagesFolders
{
    /// <summary>A user's own daemon keeps them with the user's data. https://specifications.freedesktop.org/basedir-spec/latest/</summary>
    public static string On(HostFacts host, DeviceSettings settings) =>
        settings.ImagesFolder is DeviceSettings.SystemImages && host.IsSession ? Path.Combine(UserData(), "libvirt", "images") : settings.ImagesFolder;

    private static string UserData() =>
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data)
            ? data
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
}
