namespace VirtProvision.Core.Options;

/// <summary><c>HOST:PORT</c>, where an IPv6 address stands in brackets.</summary>
internal static class HostAndPort
{
    public static (string Host, string Port) Split(string text)
    {
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is var end and > 0)
        {
            return (text[1..end], text[(end + 1)..].TrimStart(':'));
        }

        var colon = text.LastIndexOf(':');
        return colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
    }
}
