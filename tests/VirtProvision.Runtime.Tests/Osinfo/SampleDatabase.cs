using VirtProvision.Runtime.Osinfo;
using VirtProvision.Testing;

namespace VirtProvision.Runtime.Tests.Osinfo;

/// <summary>The small database beside these tests, in three folders as on a host.</summary>
internal static class SampleDatabase
{
    public static OsDatabase Open() => new(new OsDatabaseFolders([Folder("system"), Folder("local"), Folder("user")]));

    public static string Folder(string name) => Path.Combine(RepositoryPaths.Root, "tests", "VirtProvision.Runtime.Tests", "Osinfo", "database", name);
}
