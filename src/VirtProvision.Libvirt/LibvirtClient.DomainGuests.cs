using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>A domain's name and notes, its saved state, and what one sees of its guest.</summary>
public sealed partial class LibvirtClient
{
    /// <summary>Renames a domain that isn't running.</summary>
    public Task RenameDomainAsync(DomainRef domain, string newName, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainGuestProcedures.Rename, (domain, newName), cancellationToken);

    /// <param name="text">XML for an element, plain text for title and description; null removes it.</param>
    public Task SetDomainMetadataAsync(
        DomainRef domain, DomainMetadata metadata, string? text, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainGuestProcedures.SetMetadata, (domain, metadata, text, affect), cancellationToken);

    /// <summary>The note, or null when there is none.</summary>
    public Task<string?> FindDomainMetadataAsync(
        DomainRef domain, DomainMetadata metadata, DomainAffect affect = DomainAffect.Current, CancellationToken cancellationToken = default) =>
        OrNullAsync(_rpc.CallAsync(DomainGuestProcedures.GetMetadata, (domain, metadata, affect), cancellationToken));

    /// <summary>Saves the running domain's memory to disk and stops it; the next start goes on from there.</summary>
    public Task SaveDomainAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainGuestProcedures.ManagedSave, (domain, 0u), cancellationToken);

    public Task<bool> HasManagedSaveAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainGuestProcedures.HasManagedSaveImage, (domain, 0u), cancellationToken);

    public Task RemoveManagedSaveAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainGuestProcedures.ManagedSaveRemove, (domain, 0u), cancellationToken);

    public Task<ImmutableArray<DomainInterface>> GetInterfaceAddressesAsync(
        DomainRef domain, InterfaceAddressSource source = InterfaceAddressSource.Lease, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainGuestProcedures.InterfaceAddresses, (domain, source), cancellationToken);

    /// <summary>Opens a serial console for reading and writing.</summary>
    /// <param name="device">The console's alias; null is the first.</param>
    /// <param name="force">Take it over from who has it open.</param>
    public Task<LibvirtStream> OpenConsoleAsync(DomainRef domain, string? device = null, bool force = false, CancellationToken cancellationToken = default) =>
        OpenStreamAsync(DomainGuestProcedures.OpenConsole, (domain, device, force ? 1u : 0u), FileAccess.ReadWrite, cancellationToken); // VIR_DOMAIN_CONSOLE_FORCE

    /// <summary>Opens a virtio channel for reading and writing.</summary>
    /// <param name="name">The channel's target name; null is the first.</param>
    public Task<LibvirtStream> OpenChannelAsync(DomainRef domain, string? name = null, bool force = false, CancellationToken cancellationToken = default) =>
        OpenStreamAsync(DomainGuestProcedures.OpenChannel, (domain, name, force ? 1u : 0u), FileAccess.ReadWrite, cancellationToken); // VIR_DOMAIN_CHANNEL_FORCE

    /// <summary>Gives a command to the QEMU guest agent of a running domain, and its answer; both are JSON. https://qemu.readthedocs.io/en/latest/interop/qemu-ga-ref.html</summary>
    /// <param name="seconds">How long the agent may take, at least 1.</param>
    public Task<string?> AskGuestAgentAsync(DomainRef domain, string command, int seconds, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainGuestProcedures.AgentCommand, (domain, command, seconds), cancellationToken);

    /// <summary>A picture of the screen, in the format that <see cref="LibvirtStream.MediaType"/> names.</summary>
    public Task<LibvirtStream> TakeScreenshotAsync(DomainRef domain, uint screen = 0, CancellationToken cancellationToken = default) =>
        OpenStreamAsync(DomainGuestProcedures.Screenshot, (domain, screen), FileAccess.Read, cancellationToken, static mime => mime);

    /// <summary>What libvirt measures of domains, in one call.</summary>
    /// <param name="domains">None is all.</param>
    public Task<ImmutableArray<DomainStats>> GetDomainStatsAsync(
        DomainStatsTypes types, ImmutableArray<DomainRef> domains = default, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainStatsProcedures.GetAll, (domains.IsDefault ? [] : domains, types), cancellationToken);
}
