using VirtProvision.Libvirt.Credentials;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt;

/// <summary>Where the name and password for a daemon come from: libvirt's auth.conf, the URI for the name, and else whoever sits at the terminal.</summary>
internal static class PasswordSources
{
    private const string Service = "libvirt";

    /// <exception cref="LibvirtConnectException">They are nowhere, or the file that has them can't be read.</exception>
    public static async Task<FoundPassword> FindAsync(LibvirtUri uri, ICredentialPrompt? prompt, CancellationToken cancellationToken)
    {
        var host = TcpSockets.HostOf(uri);
        var path = AuthFile.PathFor(uri.Parameters.GetValueOrDefault("authfile"), Environment.IsPrivilegedProcess, Environment.GetEnvironmentVariable, File.Exists);
        var saved = path is null ? null : Read(path).CredentialsFor(Service, host);
        var userName = uri.UserName ?? saved?.UserName ?? await AskAsync($"User name at {host}", isSecret: false).ConfigureAwait(false);
        if (saved?.Password is { } password && (saved.UserName is null || saved.UserName == userName))
        {
            return new FoundPassword(userName, password, $"in {path}");
        }

        return new FoundPassword(userName, await AskAsync($"Password of {userName} at {host}", isSecret: true).ConfigureAwait(false), "that was typed");

        async Task<string> AskAsync(string text, bool isSecret) =>
            (prompt is null ? null : await prompt.AskAsync(new CredentialQuestion(text, isSecret), cancellationToken).ConfigureAwait(false))
            ?? throw new LibvirtConnectException(
                LibvirtConnectFailure.AuthenticationFailed,
                $"libvirt at \"{uri}\" asks for a name and a password. Nobody is here to type them: write them to {AuthFile.UsualPath(Environment.IsPrivilegedProcess, Environment.GetEnvironmentVariable)} "
                    + $"as [credentials-mine] username=…, password=…, and [auth-{Service}-{host}] credentials=mine.");
    }

    private static AuthFile Read(string path)
    {
        try
        {
            return AuthFile.Parse(path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LibvirtConnectException(LibvirtConnectFailure.AuthenticationFailed, $"{path} has the passwords of hosts, but can't be read: {exception.Message}", exception);
        }
        catch (FormatException exception)
        {
            throw new LibvirtConnectException(LibvirtConnectFailure.AuthenticationFailed, exception.Message, exception);
        }
    }
}

/// <summary>A name and a password, and where they were found.</summary>
internal sealed record FoundPassword(string UserName, string Password, string Origin)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => UserName;
}
