using VirtProvision.Core.Osinfo;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Tests.Osinfo;

public sealed class OsDatabaseTests
{
    private readonly OsDatabase _database = SampleDatabase.Open();

    [Theory]
    [InlineData("acme2")]
    [InlineData("acmeanvil")]
    [InlineData("http://example.org/acme/2")]
    public void A_system_is_found_by_its_name_its_alias_and_its_id(string name) => Assert.Equal("http://example.org/acme/2", _database.Find(name)?.Id);

    [Theory]
    [InlineData("acme9")]
    [InlineData("Acme2")]
    [InlineData("http://example.org/acme/9")]
    [InlineData("http://example.org/")]
    [InlineData("wrong")]
    [InlineData("")]
    public void What_the_database_lacks_is_not_found(string name) => Assert.Null(_database.Find(name));

    [Fact]
    public void Generic_is_always_known() => Assert.Same(OsFacts.Generic, new OsDatabase(new OsDatabaseFolders([])).Find("generic"));

    [Fact]
    public void A_description_is_read_without_its_translations()
    {
        var os = _database.Find("acme1")!;

        Assert.Equal(("acme1", "Acme 1", "1", "linux", "acme", "Acme"), (os.ShortId, os.Name, os.Version, os.Family, os.Distro, os.Vendor));
        Assert.Equal((new DateOnly(2010, 1, 2), new DateOnly(2012, 3, 4)), (os.ReleaseDate, os.EndOfLife));
        Assert.Equal(("Anvil", "Acme Server 2"), (_database.Find("acme2")!.Codename, _database.Find("acme2")!.Variants[0].Name));
    }

    [Fact]
    public void Devices_are_inherited_and_taken_away()
    {
        var os = _database.Find("acme2")!;

        Assert.True(os.HasDevice("1af4", "1000"));
        Assert.False(os.HasDevice("1af4", "1001"));
        Assert.True(os.HasDevice("1af4", "1041"));
    }

    [Fact]
    public void Clones_pass_their_devices_on_and_circles_end()
    {
        var os = _database.Find("acme3")!;

        Assert.True(os.HasDevice("1af4", "1009"));
        Assert.True(os.DerivesFrom("acme1") && os.DerivesFrom("acmeanvil") && os.DerivesFrom("http://other.net/origin/7") && os.DerivesFrom("acme3"));
        Assert.False(os.DerivesFrom("acme-unknown"));
    }

    [Fact]
    public void Folders_of_extensions_add_to_a_system()
    {
        var os = _database.Find("acme3")!;

        Assert.Equal("acme3,acmelocal", string.Join(',', os.ShortIds));
        Assert.True(os.HasDevice("http://pcisig.com/pci/1af4/1001") && os.HasDevice("1b36", "0004"));
        Assert.Equal("http://example.org/acme/3", _database.Find("acmelocal")?.Id);
        Assert.Equal("Acme 2", _database.Find("acme2")!.Name);
    }

    [Fact]
    public void A_file_of_a_later_folder_replaces_one_of_an_earlier()
    {
        var os = _database.Find("replaced1")!;

        Assert.Equal("The host's", os.Name);
        Assert.Null(os.Distro);
    }

    [Fact]
    public void An_empty_file_of_a_later_folder_hides_a_system()
    {
        Assert.Null(_database.Find("masked1"));
        Assert.Null(_database.Find("http://other.net/masked/1"));
        Assert.DoesNotContain(_database.List(), static os => os.ShortId == "masked1");
    }

    [Fact]
    public void Resources_are_those_of_the_architecture_else_of_all()
    {
        var os = _database.Find("acme1")!;

        Assert.Equal(new OsResourceValues(1L << 29, 1, 1L << 30), os.Minimum("x86_64"));
        Assert.Equal(new OsResourceValues(1L << 30, null, null), os.Recommended("x86_64"));
        Assert.Equal(new OsResourceValues(1L << 31, null, null), os.Recommended("aarch64"));
        Assert.Equal((1L << 32, null), (os.NetworkInstall("aarch64").Ram, os.NetworkInstall("x86_64").Ram));
    }

    [Fact]
    public void Resources_are_inherited_only_where_that_is_said()
    {
        var os = _database.Find("acme2")!;

        Assert.Equal(new OsResourceValues(805306368, 1, 1L << 30), os.Minimum("x86_64"));
        Assert.Equal(1L << 30, os.Recommended("aarch64").Ram);
        Assert.Equal(OsResourceValues.Unknown, _database.Find("origin7")!.Minimum("x86_64"));
        Assert.Equal(1, _database.Find("acme3")!.Minimum("x86_64").Ram);
    }

    [Fact]
    public void The_nearest_statement_on_firmware_counts()
    {
        var (first, second) = (_database.Find("acme1")!, _database.Find("acme2")!);

        Assert.Equal((true, true, false), (first.SupportsEfi("x86_64"), first.SupportsBios("x86_64"), first.RequiresEfi("x86_64")));
        Assert.Equal((true, false, true), (second.SupportsEfi("x86_64"), second.SupportsBios("x86_64"), second.RequiresEfi("x86_64")));
        Assert.Null(second.SupportsEfi("aarch64"));
    }

    [Fact]
    public void The_installers_argument_and_the_cloud_user_are_inherited()
    {
        Assert.Equal(("acme.repo", "acme"), (_database.Find("acme3")!.KernelUrlArgument, _database.Find("acme3")!.CloudImageUsername));
        Assert.Equal(("install", null), (_database.Find("sles12")!.KernelUrlArgument, _database.Find("debian11")!.KernelUrlArgument));
    }

    [Fact]
    public void Images_and_trees_are_the_systems_own()
    {
        var os = _database.Find("acme2")!;

        var live = os.Medias[0];
        Assert.Equal((true, false, false, 2, false, true), (live.IsLive, live.IsInstaller, live.TakesInstallScript, live.InstallerReboots, live.EjectAfterInstall, live.IsNetworkInstaller));
        Assert.Equal((false, true, true, 1, true), (os.Medias[1].IsLive, os.Medias[1].IsInstaller, os.Medias[1].TakesInstallScript, os.Medias[1].InstallerReboots, os.Medias[1].EjectAfterInstall));
        Assert.Equal("ACME & SONS", os.Medias[1].PublisherId);
        Assert.Equal(("images/vmlinuz", "images/initrd.img", "images/boot.iso"), (os.Trees[0].Kernel, os.Trees[0].Initrd, os.Trees[0].BootIso));
        Assert.Equal(new OsImage("x86_64", "qcow2", "https://example.org/acme-2.qcow2", "server", HasCloudInit: true), os.Images.Single());
        Assert.Empty(_database.Find("acme3")!.Trees);
    }

    [Theory]
    [InlineData(null, "https://example.org/2/everything")]
    [InlineData("jeos", "https://example.org/2/server")]
    [InlineData("desktop", "https://example.org/2/last")]
    public void The_tree_to_install_from_is_that_of_the_profile(string? profile, string url)
    {
        Assert.Equal(url, _database.Find("acme2")!.TreeUrl("x86_64", profile));
        Assert.Null(_database.Find("acme2")!.TreeUrl("aarch64", profile));
    }

    [Fact]
    public void Drivers_bring_devices_when_they_can_be_installed_first()
    {
        var os = _database.Find("acme2")!;

        Assert.Equal((70, false, "net.sys"), (os.Drivers[0].Priority, os.Drivers[0].IsSigned, os.Drivers[0].Files.Single()));
        Assert.False(os.HasDevice("1af4", "1052"));
        Assert.True(os.WithPreInstallableDrivers("x86_64").HasDevice("1af4", "1052"));
        Assert.False(os.WithPreInstallableDrivers("x86_64").HasDevice("1af4", "1050"));
        Assert.False(os.WithPreInstallableDrivers("i686").HasDevice("1af4", "1052"));
    }

    [Fact]
    public void Install_scripts_are_the_systems_or_those_of_the_image()
    {
        var os = _database.Find("acme2")!;

        var script = _database.InstallScripts(os).Single();
        Assert.Equal(("jeos", "acme.cfg", "dos", "$$$$-$$$$"), (script.Profile, script.ExpectedFileName, script.PathFormat, script.ProductKeyFormat));
        Assert.Equal((true, false, false), (script.CanPreInstallDrivers, script.NeedsInternet, script.CanPostInstallDrivers));
        Assert.Equal("cdrom,initrd", string.Join(',', script.InjectionMethods));
        Assert.Equal<InstallScriptParameter>([new("admin-password", true), new("hostname", false)], script.Parameters.ToArray());
        Assert.Equal("desktop", _database.InstallScripts(os, os.Medias[0] with { TakesInstallScript = true }).Single().Profile);
        Assert.Equal("jeos", _database.InstallScripts(os, os.Medias[1]).Single().Profile);
        Assert.Empty(_database.InstallScripts(os, os.Medias[0]));
    }

    [Fact]
    public void All_systems_are_listed_the_newer_releases_first()
    {
        var names = _database.List().Select(static os => os.ShortId).ToList();

        Assert.Equal(["acme-unknown", "acme3", "acme2", "acme1"], names.Where(static name => name.StartsWith("acme", StringComparison.Ordinal)));
        Assert.Contains("generic", names);
        Assert.Contains("mine1", names);
        Assert.Equal("linux2022,linux2018", string.Join(',', _database.GenericLinux()));
    }

    [Fact]
    public void A_broken_file_is_left_out_and_named()
    {
        Assert.Null(_database.Find("broken1"));

        Assert.EndsWith("broken-1.xml", Assert.Single(_database.Problems).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_database_nothing_is_known()
    {
        var empty = new OsDatabase(new OsDatabaseFolders(["/nowhere/osinfo"]));

        Assert.True(empty.IsEmpty);
        Assert.Null(empty.Find("acme1"));
        Assert.Null(empty.Nearest("acme1"));
        Assert.Equal(["generic"], empty.List().Select(static os => os.ShortId));
        Assert.False(_database.IsEmpty);
    }

    [Fact]
    public void The_environment_names_the_folders()
    {
        static string Folders(params (string Name, string Value)[] variables) =>
            string.Join(' ', OsDatabaseFolders.From(name => variables.FirstOrDefault(variable => variable.Name == name).Value).Folders);

        Assert.Equal("/usr/share/osinfo /etc/osinfo /home/me/.config/osinfo", Folders(("HOME", "/home/me")));
        Assert.Equal("/a /b /c", Folders(("OSINFO_SYSTEM_DIR", "/a"), ("OSINFO_LOCAL_DIR", "/b"), ("OSINFO_USER_DIR", "/c")));
        Assert.Equal("/old /etc/osinfo /config/osinfo", Folders(("OSINFO_DATA_DIR", "/old"), ("OSINFO_SYSTEM_DIR", "/a"), ("XDG_CONFIG_HOME", "/config"), ("HOME", "/h")));
    }
}
