namespace VirtProvision.Libvirt.Transports;

/// <summary>Where daemons listen, by the rules of libvirt's own client (remote_sockets.c). https://libvirt.org/daemons.html</summary>
internal static class SocketPaths
{
    /// <summary>The socket that a URI means, given what is there.</summary>
    /// <param name="isRoot">root has no daemon of its own: its <c>/session</c> is the host's daemon.</param>
    /// <param name="environment">Reads an environment variable.</param>
    public static string For(LibvirtUri uri, bool readOnly, bool isRoot, Func<string, string?> environment, Func<string, bool> exists)
    {
        if (uri.Parameters.TryGetValue("socket", out var socket))
        {
            return socket;
        }

        var ofUser = BelongsToUser(uri, isRoot);
        var folder = ofUser ? SessionFolder(environment) : "/run/libvirt";
        var whole = Path.Combine(folder, Name("libvirt"));
        var own = Path.Combine(folder, Name($"virt{uri.Driver}d"));
        return uri.Parameters.GetValueOrDefault("mode", "auto") switch
        {
            "legacy" => whole,
            "direct" => own,
            _ => exists(own) ? own : whole,
        };

        // A user's own daemon has no read-only socket: who owns it may do everything.
        string Name(string daemon) => readOnly && !ofUser ? $"{daemon}-sock-ro" : $"{daemon}-sock";
    }

    /// <summary>Whether the URI means the daemon of this user instead of the host's.</summary>
    public static bool BelongsToUser(LibvirtUri uri, bool isRoot) => !isRoot && (uri.IsSession || (uri.Driver == "test" && uri.NamesTransport));

    private static string SessionFolder(Func<string, string?> environment)
    {
        if (environment("XDG_RUNTIME_DIR") is { Length: > 0 } runtime)
        {
            return Path.Combine(runtime, "libvirt");
        }

        var cache = environment("XDG_CACHE_HOME") is { Length: > 0 } configured ? configured : Path.Combine(environment("HOME") ?? "/", ".cache");
        return Path.Combine(cache, "libvirt");
    }
}
