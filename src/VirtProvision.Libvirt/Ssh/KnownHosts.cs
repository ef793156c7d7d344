namespace VirtProvision.Libvirt.Ssh;

/// <summary>What the known_hosts files say of a key that a host has shown.</summary>
internal enum HostKeyVerdict
{
    Known,
    Unknown,

    /// <summary>The host is known, but by another key.</summary>
    Changed,
    Revoked,
}

/// <summary>The keys that hosts are known by.</summary>
internal sealed class KnownHosts(ImmutableArray<KnownHostsLine> lines)
{
    private const int UsualPort = 22;

    public static KnownHosts Parse(string path, string text) =>
        new([.. text.Split('\n').Select((line, index) => KnownHostsLine.Parse($"{path}:{index + 1}", line)).OfType<KnownHostsLine>()]);

    /// <summary>All of the files that are there and may be read.</summary>
    public static KnownHosts Load(IEnumerable<string> paths) => new([.. paths.SelectMany(LoadOne)]);

    /// <summary>The types of the keys that the host is known by: a host that has several should show one of these.</summary>
    public IEnumerable<string> TypesFor(string host, int port) => ForHost(host, port, KnownHostsMark.None).Select(static line => line.KeyType).Distinct();

    /// <summary>Whether somebody is trusted to vouch for the host.</summary>
    public bool HasAuthorityFor(string host, int port) => ForHost(host, port, KnownHostsMark.Authority).Any();

    /// <param name="where">The line that decided.</param>
    public HostKeyVerdict Judge(string host, int port, ReadOnlySpan<byte> key, out string? where)
    {
        where = null;
        if (Find(host, port, KnownHostsMark.Revoked, key) is { } revoked)
        {
            where = revoked.Place;
            return HostKeyVerdict.Revoked;
        }

        if (Find(host, port, KnownHostsMark.None, key) is { } known)
        {
            where = known.Place;
            return HostKeyVerdict.Known;
        }

        // As ssh itself: a key that is known without the port is known, but another one there says nothing of this port.
        where = lines.FirstOrDefault(line => line.Mark is KnownHostsMark.None && line.IsFor(KnownHostsLine.NameOf(host, port)))?.Place;
        return where is null ? HostKeyVerdict.Unknown : HostKeyVerdict.Changed;
    }

    /// <summary>The same for a key that another one has signed.</summary>
    public HostKeyVerdict JudgeSigned(string host, int port, ReadOnlySpan<byte> key, ReadOnlySpan<byte> authority, out string? where)
    {
        var revoked = Find(host, port, KnownHostsMark.Revoked, key) ?? Find(host, port, KnownHostsMark.Revoked, authority);
        var known = Find(host, port, KnownHostsMark.Authority, authority);
        where = (revoked ?? known)?.Place;
        return revoked is not null ? HostKeyVerdict.Revoked : known is not null ? HostKeyVerdict.Known : HostKeyVerdict.Unknown;
    }

    private KnownHostsLine? Find(string host, int port, KnownHostsMark mark, ReadOnlySpan<byte> key)
    {
        foreach (var line in ForHost(host, port, mark))
        {
            if (key.SequenceEqual(line.Key))
            {
                return line;
            }
        }

        return null;
    }

    private IEnumerable<KnownHostsLine> ForHost(string host, int port, KnownHostsMark mark) => lines.Where(line =>
        line.Mark == mark && (line.IsFor(KnownHostsLine.NameOf(host, port)) || (port != UsualPort && line.IsFor(KnownHostsLine.NameOf(host, UsualPort)))));

    private static IEnumerable<KnownHostsLine> LoadOne(string path)
    {
        try
        {
            return File.Exists(path) ? Parse(path, File.ReadAllText(path)).Lines : ImmutableArray<KnownHostsLine>.Empty;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private ImmutableArray<KnownHostsLine> Lines => lines;
}
