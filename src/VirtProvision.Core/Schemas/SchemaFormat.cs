using System.Net;
using System.Net.Sockets;

namespace VirtProvision.Core.Schemas;

/// <summary>The formats that the evaluator holds a string to; a schema that names another does not load.</summary>
internal sealed record SchemaFormat(string Name, string Expected, Func<string, bool> IsMatch)
{
    private static readonly SchemaFormat[] s_all =
    [
        new("ipv4", "an IPv4 address such as 192.168.122.1", static text => IsAddress(text, AddressFamily.InterNetwork)),
        new("ipv6", "an IPv6 address such as fd00::1", static text => IsAddress(text, AddressFamily.InterNetworkV6)),
        new("uuid", "a UUID such as 3f2b8a52-7f0c-4a4b-9d55-0c4d1a1b2c3d", static text => Guid.TryParseExact(text, "D", out _)),
    ];

    public static SchemaFormat? Find(string name) => Array.Find(s_all, format => format.Name == name);

    // IPAddress also reads 127.1, 0x7f.1 and a scope or brackets; an address in a spec is written out.
    private static bool IsAddress(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out var address)
        && address.AddressFamily == family
        && (family is AddressFamily.InterNetworkV6 ? text.AsSpan().IndexOfAny('%', '[') < 0 : address.ToString() == text);
}
