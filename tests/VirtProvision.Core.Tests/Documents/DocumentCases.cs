using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Documents;

/// <summary>The YAML files under <c>tests/cases/_documents</c>, each beside what the reader makes of it.</summary>
public static class DocumentCases
{
    private static string Folder => Path.Combine(RepositoryPaths.Cases, "_documents");

    public static TheoryData<string> All => [.. Directory.GetFiles(Folder, "*.yaml").Order(StringComparer.Ordinal).Select(static path => Path.GetFileNameWithoutExtension(path))];

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".yaml"));

    public static string Verified(string name) => Path.Combine(Folder, name + ".verified.txt");
}
