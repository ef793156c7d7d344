namespace VirtProvision.Testing;

/// <summary>Where things lie, found from the test binaries upwards.</summary>
public static class RepositoryPaths
{
    public static string Root { get; } = FindRoot();

    public static string Cases => Path.Combine(Root, "tests", "cases");

    public static string Schemas => Path.Combine(Root, "schemas");

    /// <summary>The corpora that lie beside a development checkout, or null in a plain clone: tests that need them skip.</summary>
    public static string? Shared
    {
        get
        {
            var path = Path.GetFullPath(Path.Combine(Root, "..", "shared"));
            return Directory.Exists(Path.Combine(path, "corpus")) ? path : null;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "VirtProvision.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("VirtProvision.sln is in no folder above the test binaries.");
    }
}
