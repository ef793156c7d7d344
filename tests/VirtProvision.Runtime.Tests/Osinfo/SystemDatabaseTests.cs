using System.Diagnostics;
using VirtProvision.Core.Osinfo;
using VirtProvision.Runtime.Osinfo;
using VirtProvision.Testing;

namespace VirtProvision.Runtime.Tests.Osinfo;

/// <summary>The host's own osinfo-db.</summary>
public sealed class SystemDatabaseTests
{
    private readonly OsDatabase _database = new(OsDatabaseFolders.FromEnvironment());

    [SkippableFact]
    public void Every_system_is_found_by_each_of_its_names()
    {
        Skip.If(_database.IsEmpty, "osinfo-db is not installed.");
        var wrong = _database.List().SelectMany(static os => os.ShortIds.Append(os.Id).Select(name => (os.Id, name)))
            .Where(pair => _database.Find(pair.name)?.Id != pair.Id).ToList();

        Assert.Empty(wrong);
        Assert.Empty(_database.Problems);
    }

    [SkippableFact]
    public void A_modern_system_has_the_devices_of_the_newest_generic_Linux()
    {
        Skip.If(_database.GenericLinux().IsEmpty, "osinfo-db is not installed.");

        var newest = _database.Find(_database.GenericLinux()[0])!;
        Assert.Empty(newest.Devices.Where(static device => device.Contains("/1af4/", StringComparison.Ordinal) || device.Contains("q35", StringComparison.Ordinal)).Except(OsFacts.Modern.Devices));
    }

    // libosinfo is what others read the database with; its Python bindings answer here for every system.
    [SkippableFact]
    public void libosinfo_reads_the_same_from_it()
    {
        Skip.If(_database.IsEmpty, "osinfo-db is not installed.");
        var expected = AskLibosinfo();
        Skip.If(expected.Count == 0, "libosinfo's Python bindings (gir1.2-libosinfo-1.0, python3-gi) are not installed.");

        var differences = expected.Where(line => Describe(line.Split('|')[0]) != line).Select(line => $"{line}\n{Describe(line.Split('|')[0])}").ToList();

        Assert.Empty(differences);
        Assert.Equal(_database.List().Length - 1, expected.Count);
    }

    // As libosinfo.py writes it.
    private string Describe(string id)
    {
        if (_database.Find(id) is not { } os)
        {
            return $"{id}|missing";
        }

        static string Amounts(OsResourceValues values) => $"{values.Ram}/{values.Cpus}/{values.Storage}";
        static string Truth(bool? value) => value switch { true => "yes", false => "no", null => "" };
        string[] arches = ["x86_64", "i686", "aarch64", "ppc64le", "s390x"];
        return string.Join('|',
        [
            id, string.Join(',', os.ShortIds.Order(StringComparer.Ordinal)), os.Name, os.Family, os.Distro, os.Version, string.Join(',', os.Devices.Order(StringComparer.Ordinal)),
            .. arches.Select(arch => $"{Amounts(os.Minimum(arch))} {Amounts(os.Recommended(arch))} {os.NetworkInstall(arch).Ram} {Truth(os.SupportsEfi(arch))} {Truth(os.SupportsBios(arch))}"),
            $"{os.Medias.Length} {os.Trees.Length} {os.Images.Length} {os.Drivers.Length}", string.Join(',', os.InstallScripts),
        ]);
    }

    private static List<string> AskLibosinfo()
    {
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python))
        {
            return [];
        }

        var script = Path.Combine(RepositoryPaths.Root, "tests", "VirtProvision.Runtime.Tests", "Osinfo", "libosinfo.py");
        var start = new ProcessStartInfo(Python, [script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["LANGUAGE"] = "";
        using var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        process.WaitForExit();
        return process.ExitCode == 0 ? lines : [];
    }
}
