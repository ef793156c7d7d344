using System.Collections.Frozen;

namespace VirtProvision.Libvirt.Transports;

/// <summary>What may stand behind the <c>?</c> of a connection URI, and which values it may have. https://libvirt.org/uri.html#remote-uris</summary>
internal static class UriParameters
{
    private static readonly string[] s_switch = ["0", "1"];
    private static readonly string[] s_logins = ["agent", "privkey", "password", "keyboard-interactive"];

    // What the client itself uses, and so doesn't send to the daemon; an empty list is any text.
    private static readonly FrozenDictionary<string, string[]> s_ofClient = new Dictionary<string, string[]>
    {
        ["name"] = [],
        ["socket"] = [],
        ["mode"] = ["auto", "legacy", "direct"],
        ["command"] = [],
        ["netcat"] = [],
        ["proxy"] = ["auto", "native", "netcat"],
        ["keyfile"] = [],
        ["known_hosts"] = [],
        ["known_hosts_verify"] = ["normal", "auto", "ignore"],
        ["sshauth"] = s_logins,
        ["authfile"] = [],
        ["no_verify"] = s_switch,
        ["no_tty"] = s_switch,
        ["no_sanity"] = s_switch,
        ["pkipath"] = [],
        ["tls_priority"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What drivers themselves read. A driver that isn't listed may know more than we do, and gets what there is.
    private static readonly FrozenDictionary<string, string[]> s_ofDriver = new Dictionary<string, string[]>
    {
        ["qemu"] = ["root"],
        ["test"] = [],
        ["lxc"] = [],
        ["xen"] = [],
        ["bhyve"] = [],
        ["ch"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsOfClient(string name) => s_ofClient.ContainsKey(name);

    /// <exception cref="Errors.LibvirtConnectException">One of them is unknown, has a value it can't have, or is there twice.</exception>
    public static FrozenDictionary<string, string> Of(string text, string driver, string query)
    {
        if (query.Length == 0)
        {
            return FrozenDictionary<string, string>.Empty;
        }

        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2) is [var before, var after] ? (UriParts.Decode(text, before), UriParts.Decode(text, after)) : (UriParts.Decode(text, part), "");
            Check(text, driver, name, value);
            if (!parameters.TryAdd(name, value))
            {
                throw UriParts.Invalid(text, $"The parameter \"{name}\" is there twice.");
            }
        }

        return parameters.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Check(string text, string driver, string name, string value)
    {
        if (!s_ofClient.TryGetValue(name, out var values))
        {
            if (s_ofDriver.TryGetValue(driver, out var known) && !known.Contains(name))
            {
                throw UriParts.Invalid(text, $"There is no parameter \"{name}\".{NearWord.DidYouMean(name, [.. s_ofClient.Keys.Order(StringComparer.Ordinal), .. known])}");
            }

            return;
        }

        if (value.Length == 0)
        {
            throw UriParts.Invalid(text, $"The parameter \"{name}\" has no value.");
        }

        foreach (var word in ReferenceEquals(values, s_logins) ? value.Split(',') : [value])
        {
            if (values.Length > 0 && !values.Contains(word))
            {
                throw UriParts.Invalid(text, $"The parameter \"{name}\" can't be \"{word}\": it is {string.Join(", ", values[..^1])} or {values[^1]}.{NearWord.DidYouMean(word, values)}");
            }
        }
    }
}
