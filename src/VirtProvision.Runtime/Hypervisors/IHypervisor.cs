using System.Xml.Linq;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>A host that may be changed: one method per call that changes it. What libvirt refuses comes as its exception.</summary>
public interface IHypervisor : IHypervisorReader
{
    /// <summary>What one does with guests by hand.</summary>
    IGuestControl GuestControl { get; }

    /// <summary>Defines a domain, network or pool, or redefines the one with the same UUID.</summary>
    Task DefineAsync(ResourceId id, string xml, CancellationToken cancellationToken);

    /// <summary>Writes what we remember of a domain into its metadata, in the running one too, and touches nothing else of it.</summary>
    /// <param name="memory">An element of our namespace with none of another in it.</param>
    Task RememberAsync(ResourceId domain, XElement memory, CancellationToken cancellationToken);

    /// <summary>Removes the persistent configuration; of a domain also its managed save, snapshot metadata and NVRAM. Disks stay.</summary>
    Task UndefineAsync(ResourceId id, CancellationToken cancellationToken);

    Task StartAsync(ResourceId id, CancellationToken cancellationToken);

    /// <summary>Starts a domain whose processors wait: its guest does nothing.</summary>
    Task StartPausedAsync(ResourceId domain, CancellationToken cancellationToken);

    /// <summary>Starts a domain with another configuration than its own, once. One that is not defined is gone when it stops.</summary>
    Task StartWithAsync(ResourceId domain, string xml, CancellationToken cancellationToken);

    /// <summary>The bytes of a running domain's first serial console, both ways.</summary>
    Task<Stream> OpenConsoleAsync(ResourceId domain, CancellationToken cancellationToken);

    /// <summary>Gives a command to the guest agent of a running domain: JSON, as its answer. Refused while no agent listens.</summary>
    Task<string?> AskAgentAsync(ResourceId domain, string command, CancellationToken cancellationToken);

    /// <summary>Stops at once: a domain loses power, a network its bridge, a pool is unmounted.</summary>
    Task StopAsync(ResourceId id, CancellationToken cancellationToken);

    Task SetAutostartAsync(ResourceId id, bool autostart, CancellationToken cancellationToken);

    /// <summary>Asks the guest to shut down, and returns at once.</summary>
    Task RequestShutdownAsync(ResourceId domain, CancellationToken cancellationToken);

    /// <summary>Attaches a device to the running domain.</summary>
    Task AttachDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken);

    /// <summary>Changes a device of the running domain. Success does not mean that anything changed: read the live XML.</summary>
    Task UpdateDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken);

    /// <summary>Asks for a device to be unplugged. Success does not mean that it is gone: the guest decides; read the live XML.</summary>
    Task DetachDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken);

    /// <summary>Hears what becomes of devices that are asked to be unplugged.</summary>
    Task<IUnplugWatch> WatchUnpluggingAsync(ResourceId domain, CancellationToken cancellationToken);

    /// <summary>Sets something on the running domain that has a call of its own.</summary>
    Task SetLiveAsync(ResourceId domain, LiveSetting setting, CancellationToken cancellationToken);

    /// <summary>Changes one entry of a running network.</summary>
    Task UpdateNetworkAsync(ResourceId network, NetworkEdit edit, CancellationToken cancellationToken);

    /// <summary>Makes what a pool stands on: the folder, the file system, the volume group.</summary>
    Task BuildPoolAsync(ResourceId pool, CancellationToken cancellationToken);

    Task RefreshPoolAsync(ResourceId pool, CancellationToken cancellationToken);

    Task CreateVolumeAsync(ResourceId volume, string xml, CancellationToken cancellationToken);

    /// <summary>Creates a volume with the content of another.</summary>
    /// <param name="reflink">Both share their blocks until one is written to; refused where the file system cannot.</param>
    Task CloneVolumeAsync(ResourceId volume, string xml, ResourceId source, bool reflink, CancellationToken cancellationToken);

    Task DeleteVolumeAsync(ResourceId volume, CancellationToken cancellationToken);

    Task ResizeVolumeAsync(ResourceId volume, long capacity, bool shrink, CancellationToken cancellationToken);

    /// <summary>Resizes a disk of a running domain, and the image below it.</summary>
    Task ResizeDiskAsync(ResourceId domain, string target, long capacity, CancellationToken cancellationToken);

    /// <summary>Copies into a running domain's disk whatever lies below it, so that its image stands alone; ends when it does. Calling it off leaves a layer as good as before.</summary>
    /// <param name="moved">Told what is done, of what.</param>
    Task PullDiskAsync(ResourceId domain, string target, Action<long, long>? moved, CancellationToken cancellationToken);

    /// <summary>From one moment on a running domain writes to new layers upon its disks; the images below stand still.</summary>
    /// <param name="snapshotXml">Which disks, and where: https://libvirt.org/formatsnapshot.html</param>
    /// <param name="freeze">The guest's agent brings its file systems to rest for the moment; refused where none answers.</param>
    Task LayerDisksAsync(ResourceId domain, string snapshotXml, bool freeze, CancellationToken cancellationToken);

    /// <summary>Writes the topmost layer of a running domain's disk into the image right below it, which is the disk again when this ends. Goes on where an earlier call was cut off.</summary>
    Task CommitDiskAsync(ResourceId domain, string target, CancellationToken cancellationToken);

    /// <summary>Writes content into a volume from its start; ends when libvirt has confirmed the last byte.</summary>
    /// <param name="sparse">The file's holes are sent as such; only for a volume that is a file and reads as zeros where nothing was written.</param>
    Task UploadAsync(ResourceId volume, FileStream content, bool sparse, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Writes content that is read only once; ends when libvirt has confirmed the last byte. Nothing is confirmed when reading the content fails.</summary>
    /// <param name="sparse">Zeros are left out; only for a volume that is a file and reads as zeros where nothing was written.</param>
    Task UploadAsync(ResourceId volume, Stream content, bool sparse, CancellationToken cancellationToken);

    /// <summary>The content of a volume from its start; holes are read as zeros.</summary>
    Task<Stream> DownloadAsync(ResourceId volume, CancellationToken cancellationToken);
}
