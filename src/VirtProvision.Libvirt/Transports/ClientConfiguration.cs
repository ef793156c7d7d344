using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>What libvirt.conf says to clients: other names for URIs, and which one is meant where none is named. https://libvirt.org/uri.html#uri-config</summary>
/// <param name="DefaultUri">Null: the file names none.</param>
public sealed record ClientConfiguration(ImmutableDictionary<string, string> Aliases, string? DefaultUri)
{
    public static ClientConfiguration Empty { get; } = new(ImmutableDictionary<string, string>.Empty, null);

    /// <summary>root's file is the machine's; everybody else has one of their own.</summary>
    public static string PathFor(bool isRoot, Func<string, string?> environment)
    {
        if (isRoot)
        {
            return "/etc/libvirt/libvirt.conf";
        }

        var folder = environment("XDG_CONFIG_HOME") is { Length: > 0 } configured ? configured : Path.Combine(environment("HOME") is { Length: > 0 } home ? home : "/", ".config");
        return Path.Combine(folder, "libvirt", "libvirt.conf");
    }

    /// <summary>The file, if it is there.</summary>
    /// <exception cref="LibvirtConnectException">It can't be read or understood (<see cref="LibvirtConnectFailure.InvalidConfiguration"/>).</exception>
    public static ClientConfiguration Load(string path)
    {
        try
        {
            return File.Exists(path) ? Parse(path, File.ReadAllText(path)) : Empty;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LibvirtConnectException(LibvirtConnectFailure.InvalidConfiguration, $"{path} can't be read: {exception.Message}", exception);
        }
    }

    /// <exception cref="LibvirtConnectException">The text can't be understood; the message begins with file and line.</exception>
    public static ClientConfiguration Parse(string path, string text)
    {
        var aliases = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        string? defaultUri = null;
        foreach (var setting in new ConfigurationReader(path, text).Read())
        {
            switch (setting.Name)
            {
                case "uri_default" when setting.Values is [var (uri, _)] && !setting.IsList:
                    defaultUri = uri;
                    break;
                case "uri_default":
                    throw ConfigurationReader.Broken(path, setting.Line, "uri_default is one URI in quotes.");
                case "uri_aliases" when !setting.IsList:
                    throw ConfigurationReader.Broken(path, setting.Line, "uri_aliases is a list: [ \"alias=uri\", … ].");
                case "uri_aliases":
                    foreach (var (entry, line) in setting.Values)
                    {
                        var (alias, uri) = entry.Split('=', 2) is [var before, var after] ? (before, after) : (entry, "");
                        aliases[alias] = IsAlias(alias) && uri.Length > 0
                            ? uri
                            : throw ConfigurationReader.Broken(path, line, $"\"{entry}\" is no alias. It is written \"alias=uri\", the alias made of letters, digits, \"_\" and \"-\".");
                    }

                    break;
            }
        }

        return new ClientConfiguration(aliases.ToImmutable(), defaultUri);
    }

    /// <summary>Whether a text can be an alias; no URI can.</summary>
    public static bool IsAlias(string text) => text.Length > 0 && text.AsSpan().ContainsOnly(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
}
