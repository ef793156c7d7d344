namespace VirtProvision.Libvirt.Ssh;

/// <summary>What to do about a host's key that is not known.</summary>
internal enum HostKeyPolicy
{
    /// <summary>Ask, where somebody can be asked; else refuse.</summary>
    Normal,

    /// <summary>Take it when it is first seen, and know it from then on.</summary>
    Auto,

    /// <summary>Take any, changed ones too.</summary>
    Ignore,
}

/// <summary>Where to log in by ssh, and by what.</summary>
/// <param name="KeyFiles">Private keys to try; those that are not there are passed over unless <paramref name="IsKeyNamed"/>.</param>
/// <param name="KnownHosts">Files to look in; what becomes known is written to the first.</param>
/// <param name="Logins">agent, privkey, password, keyboard-interactive: those that may be tried.</param>
internal sealed record SshAddress(
    string Host, int Port, string User, ImmutableArray<string> KeyFiles, bool IsKeyNamed, ImmutableArray<string> KnownHosts, HostKeyPolicy Policy, ImmutableArray<string> Logins)
{
    /// <summary>As known_hosts writes it.</summary>
    public string Name => KnownHostsLine.NameOf(Host, Port);
}
