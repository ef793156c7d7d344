namespace VirtProvision.Libvirt.Sasl;

/// <summary>One login by one mechanism: the client's side of a conversation in opaque messages. https://www.rfc-editor.org/rfc/rfc4422</summary>
internal interface ISaslMechanism
{
    /// <summary>The mechanism's registered name.</summary>
    string Name { get; }

    /// <summary>Whether the server has shown all that it must before it is believed; asked when it says that the login is done.</summary>
    bool IsSatisfied { get; }

    byte[] Begin();

    /// <summary>The answer to a message of the server.</summary>
    /// <exception cref="SaslException">The message isn't one, or shows that the server doesn't know the password.</exception>
    byte[] Answer(ReadOnlySpan<byte> message);
}
