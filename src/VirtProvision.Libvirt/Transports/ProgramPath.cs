namespace VirtProvision.Libvirt.Transports;

/// <summary>Looks for programs where a shell would.</summary>
internal static class ProgramPath
{
    public static bool Has(string program, string? path, Func<string, bool> exists) =>
        (path ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Any(folder => exists(Path.Combine(folder, program)));
}
