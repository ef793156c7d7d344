using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>What besides spec and host decides how devices are found.</summary>
public sealed record DeviceSettings
{
    /// <summary>Where libvirt itself keeps images for everyone on a host.</summary>
    public const string SystemImages = "/var/lib/libvirt/images";

    public CheckOptions Checks { get; init; } = CheckOptions.All;

    /// <summary>Folder of the pool <c>default</c> where the host has none yet.</summary>
    public string ImagesFolder { get; init; } = SystemImages;

    /// <summary>Where relative paths on the host start; null leaves them as they are, for a host that is elsewhere.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>The domain on the host that is made anew: its own name, UUID, addresses and images are no conflict.</summary>
    public string? Reinstalled { get; init; }

    /// <summary>What the run makes anyway: it is not made once more.</summary>
    public ImmutableHashSet<ResourceId> Declared { get; init; } = [];

    /// <summary>Whether nobody else looks for the networks, pools and volumes that the spec names.</summary>
    public bool ChecksReferences { get; init; } = true;
}
