using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Common;
using VirtProvision.Libvirt.Credentials;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Ssh;

/// <summary>
/// Logs in by SSH.NET: first by what asks nobody (the agent, keys in files), then by keys whose passphrase somebody types, then by a password.
/// Each is an attempt of its own, so that nobody is asked for what is not needed.
/// </summary>
internal sealed class SshLogin(SshAddress address, ICredentialPrompt? prompt, string? agentSocket)
{
    private const string CertificateMark = "-cert-v01@openssh.com";

    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(10);

    private readonly KnownHosts _known = KnownHosts.Load(address.KnownHosts);
    private byte[]? _vouchedFor;
    private bool _wantsPassword = true;

    /// <exception cref="LibvirtConnectException">The host can't be reached, shows a key that is not to be trusted, or lets nobody in.</exception>
    public async Task<SshClient> RunAsync(CancellationToken cancellationToken)
    {
        using var keys = new KeyRing(address, agentSocket);
        var client = await TryAsync(MethodOf(keys.Open), cancellationToken).ConfigureAwait(false);
        if (client is null && prompt is not null && keys.HasLocked && await keys.UnlockAsync(prompt, cancellationToken).ConfigureAwait(false) is { Count: > 0 } unlocked)
        {
            client = await TryAsync(MethodOf(unlocked), cancellationToken).ConfigureAwait(false);
        }

        if (client is null && prompt is not null && _wantsPassword && address.Logins.Any(static login => login is "password" or "keyboard-interactive")
            && await prompt.AskAsync(new CredentialQuestion($"Password of {address.User} at {address.Host}", IsSecret: true), cancellationToken).ConfigureAwait(false) is { } password)
        {
            client = await TryAsync(MethodsOf(password), cancellationToken).ConfigureAwait(false);
        }

        return client ?? throw new LibvirtConnectException(
            LibvirtConnectFailure.LoginRefused,
            $"{address.Name} let {address.User} not in ({keys.Summary}). Put a key that it knows into the agent (ssh-add), or name one with ?keyfile=FILE in the URI{(prompt is null ? "; without a terminal no password or passphrase is asked for" : "")}.");
    }

    private AuthenticationMethod[] MethodOf(IReadOnlyList<IPrivateKeySource> keys) =>
        keys.Count == 0 ? [new NoneAuthenticationMethod(address.User)] : [new PrivateKeyAuthenticationMethod(address.User, [.. keys])];

    private AuthenticationMethod[] MethodsOf(string password)
    {
        var interactive = new KeyboardInteractiveAuthenticationMethod(address.User);
        interactive.AuthenticationPrompt += (_, asked) =>
        {
            foreach (var question in asked.Prompts.Where(static question => !question.IsEchoed))
            {
                question.Response = password;
            }
        };
        AuthenticationMethod[] all = [new PasswordAuthenticationMethod(address.User, password), interactive];
        return [.. all.Where(method => address.Logins.Contains(method.Name))];
    }

    // Null: it was not let in.
    private async Task<SshClient?> TryAsync(AuthenticationMethod[] methods, CancellationToken cancellationToken)
    {
        var check = new HostKeyCheck(address, _known, _vouchedFor);
        var information = new ConnectionInfo(address.Host, address.Port, address.User, methods);
        PreferKnownTypes(information);
        var client = new SshClient(information) { KeepAliveInterval = s_keepAlive };
        client.HostKeyReceived += (_, shown) => shown.CanTrust = check.IsTrusted(shown);
        try
        {
            // Its handshake waits on threads, not only on tasks.
            await Task.Run(() => client.ConnectAsync(cancellationToken), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch (SshAuthenticationException exception)
        {
            client.Dispose();
            _wantsPassword = exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase) || exception.Message.Contains("keyboard-interactive", StringComparison.OrdinalIgnoreCase);
            return null;
        }
        catch (Exception exception) when (exception is SshException or SocketException or IOException or InvalidOperationException)
        {
            client.Dispose();
            if (check.Unknown is { } shown && _vouchedFor is null && address.Policy is HostKeyPolicy.Normal && await IsVouchedForAsync(shown, cancellationToken).ConfigureAwait(false))
            {
                _vouchedFor = shown;
                check.Remember(shown);
                return await TryAsync(methods, cancellationToken).ConfigureAwait(false);
            }

            throw check.Refusal() ?? FailureOf(exception);
        }
        catch (OperationCanceledException)
        {
            // Taking leave may wait for the other side, which is why we are here.
            _ = Task.Run(client.Dispose, CancellationToken.None);
            throw;
        }
    }

    private async Task<bool> IsVouchedForAsync(byte[] key, CancellationToken cancellationToken)
    {
        if (prompt is null)
        {
            return false;
        }

        var answer = await prompt.AskAsync(
            new CredentialQuestion($"Nobody has vouched for the ssh key of {address.Name}. Its fingerprint is {HostKeyCheck.FingerprintOf(key)} ({AgentKey.TypeOf(key)}). Is it the right one (yes/no)", IsSecret: false),
            cancellationToken).ConfigureAwait(false);
        return answer?.Trim() is "yes";
    }

    // A host has keys of several types; it should show one that it is known by, or a certificate where somebody is trusted to sign for it.
    private void PreferKnownTypes(ConnectionInfo information)
    {
        var types = _known.TypesFor(address.Host, address.Port).ToHashSet(StringComparer.Ordinal);
        var hasAuthority = _known.HasAuthorityFor(address.Host, address.Port);
        var all = information.HostKeyAlgorithms.ToArray();
        information.HostKeyAlgorithms.Clear();
        foreach (var algorithm in all.Where(algorithm => hasAuthority || !IsCertificate(algorithm.Key)).OrderByDescending(algorithm => Rank(algorithm.Key)))
        {
            information.HostKeyAlgorithms.Add(algorithm.Key, algorithm.Value);
        }

        int Rank(string name) => IsCertificate(name) ? 2 : types.Contains(name.StartsWith("rsa-sha2-", StringComparison.Ordinal) ? "ssh-rsa" : name) ? 1 : 0;
    }

    private static bool IsCertificate(string name) => name.EndsWith(CertificateMark, StringComparison.Ordinal);

    private LibvirtConnectException FailureOf(Exception exception) => exception switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => new LibvirtConnectException(
            LibvirtConnectFailure.HostNotFound, $"The name \"{address.Host}\" can't be resolved. Check its spelling and this machine's name servers.", exception),
        SocketException { SocketErrorCode: not (SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown) } => new LibvirtConnectException(
            LibvirtConnectFailure.HostUnreachable, $"ssh to {address.Host} port {address.Port}: {exception.Message.TrimEnd('.')}. Is the machine on, does sshd run there, and does a firewall let it through?", exception),
        _ => new LibvirtConnectException(LibvirtConnectFailure.TransportFailed, $"ssh to {address.Name} failed: {exception.Message.TrimEnd('.')}.", exception),
    };
}
