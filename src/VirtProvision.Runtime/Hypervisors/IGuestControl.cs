using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>What one does with guests by hand, beside what an apply does.</summary>
public interface IGuestControl
{
    /// <param name="paused">Its processors wait until it is resumed.</param>
    /// <param name="forceBoot">Boots also where the memory of the last run was kept, and drops that.</param>
    Task StartAsync(ResourceId domain, bool paused, bool forceBoot, CancellationToken cancellationToken);

    Task ResumeAsync(ResourceId domain, CancellationToken cancellationToken);

    /// <summary>Asks the guest to reboot, and returns at once.</summary>
    Task RequestRebootAsync(ResourceId domain, CancellationToken cancellationToken);

    /// <summary>The bytes of a running domain's console, both ways.</summary>
    /// <param name="device">Its alias; null for the first.</param>
    /// <param name="force">Takes it from whoever has it open.</param>
    Task<Stream> OpenConsoleAsync(ResourceId domain, string? device, bool force, CancellationToken cancellationToken);

    Task<GuestPicture> TakePictureAsync(ResourceId domain, int screen, CancellationToken cancellationToken);
}

/// <summary>A picture of a guest's screen.</summary>
/// <param name="MediaType">Such as <c>image/png</c>; null where the driver does not say.</param>
public sealed record GuestPicture(string? MediaType, byte[] Content);
