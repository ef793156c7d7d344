using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>A new domain whose devices are found.</summary>
/// <param name="Domain">Its disks have <c>type</c> and <c>path</c> or source, its cards what they are connected to, its host devices an address. A disk has a <c>size</c> only where it is made.</param>
/// <param name="Storage">The pools and volumes that have to be made for it first, <see cref="ResourceSpec.DeclaredBy"/> the domain.</param>
public sealed record ResolvedDevices(ResourceSpec Domain, ImmutableArray<ResourceSpec> Storage);
