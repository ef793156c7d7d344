using VirtProvision.Libvirt.Credentials;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Sasl;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt;

/// <summary>A login by name and password, where a daemon asks for one. https://libvirt.org/auth.html#username-password-auth</summary>
internal static class SaslLogin
{
    /// <exception cref="LibvirtConnectException">There is no password to give, no way to give it, or the server doesn't take it.</exception>
    public static async Task RunAsync(RpcConnection connection, LibvirtUri uri, ICredentialPrompt? prompt, CancellationToken cancellationToken)
    {
        var offered = await connection.CallAsync(SaslProcedures.Init, default, cancellationToken).ConfigureAwait(false);
        var create = SaslMechanisms.Choose(offered, isPrivate: uri.Transport is not LibvirtTransport.Tcp)
            ?? throw Failed(uri, $"offers {(offered.Length == 0 ? "no way to log in" : $"a login by {offered}")}, and this client speaks {SaslMechanisms.Names}{OnTcp(uri)}");
        var credentials = await PasswordSources.FindAsync(uri, prompt, cancellationToken).ConfigureAwait(false);
        var mechanism = create(credentials.UserName, credentials.Password);
        try
        {
            await ConverseAsync(connection, mechanism, cancellationToken).ConfigureAwait(false);
        }
        catch (SaslException exception)
        {
            throw Failed(uri, $"did not log in \"{credentials.UserName}\": {exception.Message}", exception);
        }
        catch (LibvirtServerException exception)
        {
            throw Failed(uri, $"turned down \"{credentials.UserName}\" or the password {credentials.Origin}: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    private static async Task ConverseAsync(RpcConnection connection, ISaslMechanism mechanism, CancellationToken cancellationToken)
    {
        var answer = await connection.CallAsync(SaslProcedures.Start, (mechanism.Name, [.. mechanism.Begin()]), cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var reply = answer.Message is { } message ? mechanism.Answer(message.AsSpan()) : [];
            if (answer.IsComplete)
            {
                break;
            }

            answer = await connection.CallAsync(SaslProcedures.Step, [.. reply], cancellationToken).ConfigureAwait(false);
        }

        if (!mechanism.IsSatisfied)
        {
            throw new SaslException("it let this client in without having shown that it knows the password, so it isn't the host that it says it is");
        }
    }

    private static string OnTcp(LibvirtUri uri) =>
        uri.Transport is LibvirtTransport.Tcp ? $"; PLAIN only where the connection is encrypted. Use {uri.Driver}+tls or {uri.Driver}+ssh" : "";

    private static LibvirtConnectException Failed(LibvirtUri uri, string what, Exception? inner = null) =>
        new(LibvirtConnectFailure.AuthenticationFailed, $"libvirt at \"{uri}\" {what}.", inner);
}
