namespace VirtProvision.Runtime.Osinfo;

/// <summary>
/// Where osinfo-db lies, as libosinfo looks for it: the distribution's files, the host's own, the user's own; a later folder goes before an earlier one
/// (https://gitlab.com/libosinfo/osinfo-db-tools/-/blob/main/docs/database-layout.txt).
/// </summary>
/// <param name="Folders">In that order. They need not exist.</param>
public sealed record OsDatabaseFolders(ImmutableArray<string> Folders)
{
    /// <summary>The folders that this process's environment names, else the usual ones.</summary>
    public static OsDatabaseFolders FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <param name="variable">Gives an environment variable's value.</param>
    public static OsDatabaseFolders From(Func<string, string?> variable) => new(
    [
        // libosinfo's old name for the variable goes before the new one.
        Value(variable, "OSINFO_DATA_DIR") ?? Value(variable, "OSINFO_SYSTEM_DIR") ?? "/usr/share/osinfo",
        Value(variable, "OSINFO_LOCAL_DIR") ?? "/etc/osinfo",
        Value(variable, "OSINFO_USER_DIR") ?? Path.Combine(ConfigFolder(variable), "osinfo"),
    ]);

    // https://specifications.freedesktop.org/basedir-spec/latest/
    private static string ConfigFolder(Func<string, string?> variable) =>
        Value(variable, "XDG_CONFIG_HOME") ?? Path.Combine(Value(variable, "HOME") ?? "/", ".config");

    private static string? Value(Func<string, string?> variable, string name) => variable(name) is { Length: > 0 } value ? value : null;
}
