namespace VirtProvision.Runtime.Media;

/// <summary>A kernel and an initrd that begin an installation.</summary>
/// <param name="Distro">What the tree was recognised as, for people: <c>Fedora</c>, <c>Debian</c>, <c>unknown</c>.</param>
/// <param name="UrlArgument">The kernel argument that takes the tree's URL where osinfo-db knows none for the OS; null when the installer needs none.</param>
/// <param name="Initrd">Null when the user named a kernel alone.</param>
public sealed record InstallTree(string Distro, string? UrlArgument, InstallFile Kernel, InstallFile? Initrd)
{
    /// <summary>What must be on the host before the domain starts.</summary>
    public ImmutableArray<InstallFile> Files => Initrd is null ? [Kernel] : [Kernel, Initrd];

    /// <summary>The same with files added to the root folder of the initrd: <c>--initrd-inject</c>, and answers of an unattended installation.</summary>
    public InstallTree WithInjected(ImmutableArray<InjectedFile> files) =>
        files.IsEmpty || Initrd is null ? this : this with { Initrd = InitrdInjection.Into(Initrd, files) };
}
