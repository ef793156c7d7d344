using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>A disk with its content found.</summary>
/// <param name="Disk">Its spec, now with <c>type</c> and <c>path</c>, or a source on the network. Its <c>size</c> is left only where a volume is made for it.</param>
/// <param name="Volume">The volume it has; null where it has none, or one that is yet to be made.</param>
internal sealed record ResolvedDisk(MappingNode Disk, HostVolume? Volume = null);
