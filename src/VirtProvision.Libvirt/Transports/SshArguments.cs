using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Ssh;

namespace VirtProvision.Libvirt.Transports;

/// <summary>What a URI says to ssh: the arguments of the system's program, and what runs at the far end.</summary>
internal static class SshArguments
{
    /// <summary>Without a host libvirt means this machine, all the same by ssh.</summary>
    public static string HostOf(LibvirtUri uri) => uri.Host ?? "localhost";

    /// <param name="hasTerminal">Whether somebody is there to be asked for a password or about an unknown key.</param>
    public static IEnumerable<string> For(LibvirtUri uri, bool readOnly, bool hasTerminal)
    {
        if (uri.Port is { } port)
        {
            yield return "-p";
            yield return port.ToString(CultureInfo.InvariantCulture);
        }

        if (uri.UserName is { } user)
        {
            yield return "-l";
            yield return user;
        }

        if (uri.Parameters.TryGetValue("keyfile", out var keyFile))
        {
            yield return "-i";
            yield return keyFile;
        }

        // No terminal at the far end, and no escape character: the bytes are libvirt's.
        yield return "-T";
        yield return "-e";
        yield return "none";
        foreach (var option in Options(uri, hasTerminal))
        {
            yield return "-o";
            yield return option;
        }

        yield return "--";
        yield return HostOf(uri);
        yield return RemoteCommand.For(TargetOf(uri, readOnly));
    }

    public static RemoteTarget TargetOf(LibvirtUri uri, bool readOnly)
    {
        var socket = uri.Parameters.GetValueOrDefault("socket");
        var daemons = uri.Parameters.GetValueOrDefault("mode") switch
        {
            "legacy" => RemoteDaemons.Monolithic,
            "direct" => RemoteDaemons.Modular,
            _ => RemoteDaemons.Auto,
        };
        var proxy = uri.Parameters.GetValueOrDefault("proxy") switch
        {
            "native" => SocketProxy.Native,
            "netcat" => SocketProxy.Netcat,

            // The helper goes by its own rules; a socket, daemon or netcat that the user names is for netcat.
            _ => socket is null && daemons is RemoteDaemons.Auto && !uri.Parameters.ContainsKey("netcat") ? SocketProxy.Auto : SocketProxy.Netcat,
        };
        return proxy is SocketProxy.Native && socket is not null
            ? throw UriParts.Invalid(uri.ToString(), "virt-ssh-helper (proxy=native) finds the socket itself. Leave out \"socket\", or use proxy=netcat.")
            : new RemoteTarget(uri.RemoteName, uri.Driver, uri.IsSession, readOnly, proxy, daemons, socket, uri.Parameters.GetValueOrDefault("netcat"));
    }

    private static IEnumerable<string> Options(LibvirtUri uri, bool hasTerminal)
    {
        if (!hasTerminal || uri.Parameters.GetValueOrDefault("no_tty") == "1")
        {
            yield return "BatchMode=yes";
        }

        if (uri.Parameters.TryGetValue("known_hosts", out var file))
        {
            yield return $"UserKnownHostsFile={FileName(uri, file)}";
        }

        switch (uri.Parameters.GetValueOrDefault("no_verify") == "1" ? "ignore" : uri.Parameters.GetValueOrDefault("known_hosts_verify"))
        {
            case "ignore":
                yield return "StrictHostKeyChecking=no";
                break;
            case "auto":
                yield return "StrictHostKeyChecking=accept-new";
                break;
        }

        if (uri.Parameters.TryGetValue("sshauth", out var logins))
        {
            yield return $"PreferredAuthentications={string.Join(',', logins.Split(',').Select(static login => login is "agent" or "privkey" ? "publickey" : login).Distinct())}";
            if (!logins.Split(',').Contains("agent"))
            {
                yield return "IdentityAgent=none";
            }
        }

        // libvirt's own pings can do harm while five calls are under way (the daemon reads none then); those of ssh are answered by sshd.
        yield return "ServerAliveInterval=10";
    }

    // ssh takes a list of files, with tokens, in quotes if need be.
    private static string FileName(LibvirtUri uri, string file) => file.Contains('"', StringComparison.Ordinal)
        ? throw new LibvirtConnectException(LibvirtConnectFailure.InvalidUri, $"The known_hosts file of \"{uri}\" has a quote in its name, which ssh can't be told.")
        : $"\"{file.Replace("%", "%%", StringComparison.Ordinal)}\"";
}
