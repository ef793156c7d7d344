using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Comparison;

/// <summary>XML as it was defined, and as libvirt handed it back. The test inputs of libvirt itself.</summary>
public sealed record CorpusPair(string Name, XElement Input, XElement Defined)
{
    public static string? FolderOf(ResourceKind kind)
    {
        var folder = kind == ResourceKind.Domain ? "domains" : kind == ResourceKind.Network ? "networks"
            : kind == ResourceKind.StoragePool ? "pools" : "volumes";
        return RepositoryPaths.Shared is { } shared ? Path.Combine(shared, "corpus", folder) : null;
    }

    public static IReadOnlyList<CorpusPair> All(ResourceKind kind) =>
    [
        .. Directory.EnumerateDirectories(FolderOf(kind)!).Order(StringComparer.Ordinal).Select(static folder => new CorpusPair(
            Path.GetFileName(folder),
            XElement.Load(Path.Combine(folder, "input.xml")),
            XElement.Load(Path.Combine(folder, "defined.xml")))),
    ];

    public override string ToString() => Name;
}
