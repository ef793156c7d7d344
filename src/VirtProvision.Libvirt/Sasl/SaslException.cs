namespace VirtProvision.Libvirt.Sasl;

/// <summary>The server's side of a login is not what it should be.</summary>
internal sealed class SaslException(string message) : Exception(message);
