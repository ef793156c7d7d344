using VirtProvision.Core.Images;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Applying;

/// <summary>Where an image comes from.</summary>
/// <param name="Address">A URL; for a volume the URI of its host.</param>
/// <param name="Volume">A volume of another host; null for a URL.</param>
public sealed record ImageOrigin(string Address, ResourceId? Volume)
{
    /// <summary>As findings name it, without a password.</summary>
    public string Shown => Volume is null ? ImageSource.Shown(Address) : $"{ImageSource.Shown(Address)} {Volume.Pool}/{Volume.Name}";
}
