namespace VirtProvision.Libvirt.Transports;

/// <summary>Where daemons listen, by the rules of libvirt's own client. https://libvirt.org/daemons.html</summary>
internal static class SocketPaths
{
    /// <summary>The socket that a URI means, given what is there.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static string For(LibvirtUri uri, bool readOnly, Func<string, string?> environment, Func<string, bool> exists)
    {
        if (uri.Parameters.TryGetValue("socket", out var socket))
        {
            return socket;
        }

        var folder = uri.IsSession ? SessionFolder(environment) : "/run/libvirt";
        var whole = Path.Combine(folder, Name("libvirt"));
        var own = Path.Combine(folder, Name($"virt{uri.Driver}d"));
        return uri.Parameters.GetValueOrDefault("mode", "auto") switch
        {
            "legacy" => whole,
            "direct" => own,
            // The driver's own daemon serves all kinds of objects; where both listen, libvirt-sock is at most its proxy.
            _ => !exists(whole) && exists(own) ? own : whole,
        };

        // A user's own daemon has no read-only socket: who owns it may do everything.
        string Name(string daemon) => readOnly && !uri.IsSession ? $"{daemon}-sock-ro" : $"{daemon}-sock";
    }

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
