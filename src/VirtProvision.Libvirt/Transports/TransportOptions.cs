using VirtProvision.Libvirt.Credentials;

namespace VirtProvision.Libvirt.Transports;

/// <summary>What a transport is told beside the URI.</summary>
/// <param name="ReadOnly">The daemon's read-only socket is meant, where it has one.</param>
/// <param name="Prompt">Whom to ask for passwords and passphrases; null is nobody.</param>
public sealed record TransportOptions(bool ReadOnly, ICredentialPrompt? Prompt);
