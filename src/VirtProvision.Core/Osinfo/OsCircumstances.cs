namespace VirtProvision.Core.Osinfo;

/// <summary>What decides how bad it is that a guest's operating system isn't known.</summary>
/// <param name="DependsOnOs">The defaults depend on it: a fully virtualized guest, no container.</param>
/// <param name="HasMedia">There was an image or a tree to detect it from.</param>
/// <param name="IsExcused">Whoever asks goes on without: the environment says so (<c>VIRTINSTALL_OSINFO_DISABLE_REQUIRE</c>), or nobody was to name it.</param>
/// <param name="GenericLinux">Names of what stands for any Linux, to suggest.</param>
public sealed record OsCircumstances(bool DependsOnOs, bool HasMedia, bool IsExcused, ImmutableArray<string> GenericLinux)
{
    /// <summary>The environment variable that excuses, as virt-install names it.</summary>
    public const string ExcuseVariable = "VIRTINSTALL_OSINFO_DISABLE_REQUIRE";
}
