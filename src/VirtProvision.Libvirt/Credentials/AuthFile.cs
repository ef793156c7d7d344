namespace VirtProvision.Libvirt.Credentials;

/// <summary>Names and passwords for hosts, as libvirt's own clients keep them. https://libvirt.org/auth.html#client-configuration</summary>
internal sealed class AuthFile
{
    private const string SystemPath = "/etc/libvirt/auth.conf";

    private readonly Dictionary<string, Dictionary<string, string>> _groups = new(StringComparer.Ordinal);

    private AuthFile()
    {
    }

    /// <summary>The file that is used, or null where there is none.</summary>
    /// <param name="named">The file that the URI names: it is used even if it isn't there.</param>
    public static string? PathFor(string? named, bool isRoot, Func<string, string?> environment, Func<string, bool> exists)
    {
        if ((named ?? environment("LIBVIRT_AUTH_FILE")) is { Length: > 0 } path)
        {
            return path;
        }

        var own = UsualPath(isRoot, environment);
        return exists(own) ? own : exists(SystemPath) ? SystemPath : null;
    }

    /// <summary>Where this user would put one.</summary>
    public static string UsualPath(bool isRoot, Func<string, string?> environment)
    {
        if (isRoot)
        {
            return SystemPath;
        }

        var folder = environment("XDG_CONFIG_HOME") is { Length: > 0 } configured ? configured : Path.Combine(environment("HOME") ?? "/", ".config");
        return Path.Combine(folder, "libvirt", "auth.conf");
    }

    /// <exception cref="FormatException">A line is neither a group nor a value; the message names it, without repeating it.</exception>
    public static AuthFile Parse(string path, string text)
    {
        var file = new AuthFile();
        Dictionary<string, string>? group = null;
        var number = 0;
        foreach (var rawLine in text.Split('\n'))
        {
            number++;
            var line = rawLine.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line is ['[', .. var name, ']'])
            {
                group = file._groups.TryGetValue(name, out var known) ? known : file._groups[name] = new(StringComparer.Ordinal);
            }
            else if (line.Split('=', 2) is [var key, var value] && group is not null)
            {
                group[key.TrimEnd()] = value.TrimStart();
            }
            else
            {
                throw new FormatException($"{path}:{number}:1: neither a group such as [credentials-mine] nor a value such as username=me inside of one.");
            }
        }

        return file;
    }

    /// <summary>What is kept for a host, else for all hosts.</summary>
    public SavedCredentials? CredentialsFor(string service, string host)
    {
        var group = _groups.GetValueOrDefault($"auth-{service}-{host}") ?? _groups.GetValueOrDefault($"auth-{service}-default");
        if (group?.GetValueOrDefault("credentials") is not { } name || _groups.GetValueOrDefault($"credentials-{name}") is not { } credentials)
        {
            return null;
        }

        return new SavedCredentials(credentials.GetValueOrDefault("authname") ?? credentials.GetValueOrDefault("username"), credentials.GetValueOrDefault("password"));
    }
}

internal sealed record SavedCredentials(string? UserName, string? Password)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => UserName ?? "";
}
