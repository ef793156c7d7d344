using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Integration;

/// <summary>The real daemon of this machine, or the reason why a test can't have it.</summary>
internal static class LibvirtDaemon
{
    private const string Socket = "/run/libvirt/libvirt-sock";

    public const string Qemu = "qemu:///system";

    /// <summary>libvirt's mock hypervisor inside the daemon; its objects are the same for all connections and gone with the last of them.</summary>
    public const string Test = "test+unix:///default";

    public static async Task<LibvirtClient> ConnectAsync(string uri, LibvirtConnectOptions? options = null)
    {
        Skip.IfNot(File.Exists(Socket), $"No libvirt daemon: {Socket} doesn't exist.");
        return await LibvirtClient.ConnectAsync(LibvirtUri.Parse(uri), options);
    }

    /// <summary>A name that no other test uses.</summary>
    public static string NewName(string what) => $"vplv-{what}-{Guid.NewGuid():n}"[..Math.Min(40, 14 + what.Length + 8)];
}
