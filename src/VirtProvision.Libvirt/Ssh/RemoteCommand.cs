namespace VirtProvision.Libvirt.Ssh;

/// <summary>How the far end of an ssh session is to reach libvirt's socket.</summary>
/// <param name="Name">The URI that virt-ssh-helper is given.</param>
/// <param name="Socket">The socket that the user named, for <see cref="SocketProxy.Netcat"/> alone; null: by the host's own rules.</param>
internal sealed record RemoteTarget(string Name, string Driver, bool IsSession, bool ReadOnly, SocketProxy Proxy, RemoteDaemons Daemons, string? Socket, string? Netcat);

/// <summary>What joins the session to the socket.</summary>
internal enum SocketProxy
{
    /// <summary>libvirt's own helper, else netcat.</summary>
    Auto,
    Native,
    Netcat,
}

/// <summary>Whose socket is meant.</summary>
internal enum RemoteDaemons
{
    Auto,
    Monolithic,
    Modular,
}

/// <summary>
/// The command that an ssh session runs. Everything that has to be found out on the host is found out there, so that it takes no round trip:
/// whether the helper is installed, which daemon's socket is there, which netcat knows Unix sockets.
/// </summary>
internal static class RemoteCommand
{
    /// <summary>Begins what the command itself has to complain of, on standard error.</summary>
    public const string Complaint = "virt-provision: ";

    public const string NoSocket = Complaint + "no socket ";
    public const string NoPermission = Complaint + "no permission for ";
    public const string NoProxy = Complaint + "no proxy";

    public static string For(RemoteTarget target)
    {
        var helper = $"virt-ssh-helper {(target.ReadOnly ? "-r " : "")}{Quote(target.Name)}";
        var script = target.Proxy switch
        {
            SocketProxy.Native => $"exec {helper}",
            SocketProxy.Netcat => Netcat(target),
            _ => $"if command -v virt-ssh-helper >/dev/null 2>&1; then exec {helper}; fi; {Netcat(target)}",
        };

        // A user's shell may be one that has its own grammar, such as fish or csh; all of them know plain quotes.
        return $"sh -c {Quote(script)}";
    }

    /// <summary>A word that no shell reads anything into.</summary>
    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Netcat(RemoteTarget target)
    {
        // netcat does not end with its input unless it is told to, and not all of its kinds have the option or know Unix sockets.
        var netcat = target.Netcat is { } named
            ? $"n={Quote(named)}; if \"$n\" -h 2>&1 | grep -q -e \" -q\"; then exec \"$n\" -q 0 -U \"$s\"; fi; exec \"$n\" -U \"$s\""
            : "for n in nc ncat netcat; do h=$(\"$n\" -h 2>&1); case $h in *-U*) case $h in *\" -q\"*) exec \"$n\" -q 0 -U \"$s\";; esac; exec \"$n\" -U \"$s\";; esac; done; "
                + "if command -v socat >/dev/null 2>&1; then exec socat - \"UNIX-CONNECT:$s\"; fi; "
                + $"echo {Quote(NoProxy)} >&2; exit 69";
        return $"{Sockets(target)} if [ ! -S \"$s\" ]; then echo \"{NoSocket}$s\" >&2; exit 69; fi; if [ ! -w \"$s\" ]; then echo \"{NoPermission}$s\" >&2; exit 77; fi; {netcat}";
    }

    private static string Sockets(RemoteTarget target)
    {
        if (target.Socket is { } socket)
        {
            return $"s={Quote(socket)};";
        }

        // A user's own daemon has no read-only socket: who owns it may do everything. root has no daemon of its own.
        var folder = target.IsSession
            ? "if [ \"$(id -u)\" = 0 ]; then d=/var/run/libvirt; else d=${XDG_RUNTIME_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}}/libvirt; fi;"
            : "d=/var/run/libvirt;";
        var end = target.ReadOnly && !target.IsSession ? "-sock-ro" : "-sock";
        var own = $"\"$d\"/{Quote($"virt{target.Driver}d{end}")}";
        var whole = $"\"$d/libvirt{end}\"";
        return target.Daemons switch
        {
            RemoteDaemons.Monolithic => $"{folder} s={whole};",
            RemoteDaemons.Modular => $"{folder} s={own};",
            _ => $"{folder} s={own}; [ -S \"$s\" ] || s={whole};",
        };
    }
}
