using VirtProvision.Core.Seeding.Unattended;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Runtime.Tests.Installing;

public sealed class HostLocaleReaderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("vp-locale-").FullName;

    [Theory]
    [InlineData("", "", "en_US us UTC")]
    [InlineData("LANG=de_DE.UTF-8;TZ=:Europe/Berlin", "", "de_DE us Europe/Berlin")]
    [InlineData("LC_ALL=C.UTF-8;LANG=fr_FR", "", "fr_FR us UTC")]
    [InlineData("LANG=C", "default/locale:LANG=\"pt_BR.UTF-8\";default/keyboard:XKBMODEL=pc105|XKBLAYOUT=\"br,us\";timezone:America/Sao_Paulo", "pt_BR br America/Sao_Paulo")]
    [InlineData("", "locale.conf:LANG=de_AT.UTF-8;vconsole.conf:KEYMAP=de-latin1-nodeadkeys", "de_AT de UTC")]
    [InlineData("LANG=de_DE rm -rf;TZ=../../x", "timezone:a b", "en_US us UTC")]
    public void A_machine_is_what_its_files_say(string variables, string files, string expected)
    {
        var given = Pairs(variables, '=').ToDictionary();
        foreach (var (path, text) in Pairs(files, ':'))
        {
            var file = Path.Combine(_root, "etc", path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text.Replace('|', '\n') + "\n");
        }

        var (language, keyboard, zone) = HostLocaleReader.Read(_root, given.GetValueOrDefault);

        Assert.Equal(expected, $"{language} {keyboard} {zone}");
    }

    [Fact]
    public void A_time_zone_can_be_a_link()
    {
        Directory.CreateDirectory(Path.Combine(_root, "etc"));
        File.CreateSymbolicLink(Path.Combine(_root, "etc/localtime"), "../usr/share/zoneinfo/Asia/Tokyo");

        Assert.Equal(HostLocale.Unknown with { TimeZone = "Asia/Tokyo" }, HostLocaleReader.Read(_root, static _ => null));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static IEnumerable<(string Key, string Value)> Pairs(string text, char separator) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries).Where(part => part.Contains(separator, StringComparison.Ordinal))
            .Select(part => (part[..part.IndexOf(separator, StringComparison.Ordinal)], part[(part.IndexOf(separator, StringComparison.Ordinal) + 1)..]));
}
