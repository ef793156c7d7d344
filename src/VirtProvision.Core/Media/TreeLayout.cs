namespace VirtProvision.Core.Media;

/// <summary>What an install tree was recognised as.</summary>
/// <param name="Distro">For people: <c>Fedora</c>, <c>Debian</c> …; <c>unknown</c> when nothing marked it.</param>
/// <param name="Candidates">Where its kernel and initrd may lie, in the order in which they are tried.</param>
public sealed record TreeLayout(string Distro, ImmutableArray<BootFiles> Candidates)
{
    /// <summary>The kernel argument by which its installer is told where the tree is (<c>inst.repo</c>, <c>method</c>, <c>install</c>), when osinfo-db doesn't tell; null when it needs none.</summary>
    public string? UrlArgument { get; init; }
}
