using VirtProvision.Libvirt.Credentials;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt;

/// <summary>From a URI to a connection on which the driver is open: transport, authentication, open.</summary>
internal static class Handshake
{
    public static async Task<RpcConnection> ConnectAsync(LibvirtUri uri, LibvirtConnectOptions options, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var transport = await (options.Transport ?? TransportTable.For(uri)).OpenAsync(uri, options.ToTransportOptions(), both.Token).ConfigureAwait(false);
            return await OpenAsync(new RpcConnection(transport, options.ToRpcOptions()), uri, options, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LibvirtConnectException(
                LibvirtConnectFailure.TimedOut, $"libvirt at \"{uri}\" did not open the connection within {options.ConnectTimeout.TotalSeconds:0.#} s.");
        }
    }

    private static async Task<RpcConnection> OpenAsync(
        RpcConnection connection, LibvirtUri uri, LibvirtConnectOptions options, CancellationToken cancellationToken)
    {
        try
        {
            // The daemon refuses every other call before this one, even when the answer is "none".
            var types = await connection.CallAsync(ConnectionProcedures.AuthList, default, cancellationToken).ConfigureAwait(false);
            await AuthenticateAsync(connection, types, uri, options.Prompt, cancellationToken).ConfigureAwait(false);
            await connection.CallAsync(ConnectionProcedures.Open, (uri.RemoteName, options.ReadOnly), cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw exception switch
            {
                LibvirtServerException { Code: LibvirtErrorCode.AuthFailed or LibvirtErrorCode.AuthCancelled or LibvirtErrorCode.AuthUnavailable } =>
                    new LibvirtConnectException(LibvirtConnectFailure.AuthenticationFailed, $"libvirt at \"{uri}\" turned the login down: {exception.Message}", exception),
                LibvirtConnectionLostException { InnerException: TransportEndedException ended } => new LibvirtConnectException(ended.Failure, ended.Message, exception),
                LibvirtConnectionLostException =>
                    new LibvirtConnectException(LibvirtConnectFailure.TransportFailed, $"libvirt at \"{uri}\" hung up while connecting. {exception.Message}", exception),
                _ => exception,
            };
        }
    }

    private static LibvirtConnectException NotLetIn(LibvirtUri uri, LibvirtServerException? reason) => new(
        LibvirtConnectFailure.AuthenticationFailed,
        $"polkit did not let this user use libvirt at \"{uri}\"{(reason is null ? "" : $": {reason.Message.TrimEnd('.')}")}. Join the group that it lets in (mostly \"libvirt\"), or run as root.",
        reason);

    private static async Task AuthenticateAsync(
        RpcConnection connection, ImmutableArray<AuthenticationType> types, LibvirtUri uri, ICredentialPrompt? prompt, CancellationToken cancellationToken)
    {
        if (types.IsEmpty || types.Contains(AuthenticationType.None))
        {
            return;
        }

        if (types.Contains(AuthenticationType.Sasl))
        {
            await SaslLogin.RunAsync(connection, uri, prompt, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!types.Contains(AuthenticationType.Polkit))
        {
            throw new LibvirtConnectException(
                LibvirtConnectFailure.AuthenticationFailed,
                $"libvirt at \"{uri}\" asks for a login by {string.Join(" or ", types)}, which this client has never heard of. Use a socket or a user that needs none.");
        }

        try
        {
            if (await connection.CallAsync(ConnectionProcedures.AuthPolkit, default, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
        catch (LibvirtServerException exception)
        {
            // Whatever the daemon calls it, such as an internal error where no system bus runs: the login failed.
            throw NotLetIn(uri, exception);
        }

        throw NotLetIn(uri, reason: null);
    }
}
