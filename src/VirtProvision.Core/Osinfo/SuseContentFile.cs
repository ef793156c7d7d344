using System.Text.RegularExpressions;

namespace VirtProvision.Core.Osinfo;

/// <summary>The product that a SUSE tree's <c>content</c> file names (https://en.opensuse.org/openSUSE:Standards_YaST2_Repository_Metadata_content).</summary>
/// <param name="Name"><c>openSUSE 11.4</c>, <c>SUSE Linux Enterprise Server 12 SP3</c>.</param>
/// <param name="Version"><c>13.2</c>; for SLE major version and service pack: <c>12.3</c>.</param>
/// <param name="Arch">SUSE's name of the architecture: <c>i586</c>, <c>x86_64</c>.</param>
public sealed partial record SuseContentFile(string? Name, string? Version, string? Arch)
{
    public static SuseContentFile Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            if (line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space)
            {
                values[line[..space]] = line[(space + 1)..].Trim();
            }
        }

        // DISTRO cpe:/o:opensuse:opensuse:13.2,openSUSE
        var distro = values.GetValueOrDefault("DISTRO", "").Split(',', 2);
        var name = values.GetValueOrDefault("LABEL") ?? (distro.Length == 2 ? distro[1] : null);
        var arch = values.GetValueOrDefault("BASEARCHS") ?? values.GetValueOrDefault("DEFAULTBASE") ?? values.GetValueOrDefault("REPOID")?.Split('/')[^1];
        return new SuseContentFile(name, VersionOf(name, values.GetValueOrDefault("VERSION"), distro[0]), arch?.Contains("i586-x86_64", StringComparison.Ordinal) is true ? "x86_64" : arch);
    }

    private static string? VersionOf(string? name, string? version, string cpe)
    {
        if (name is not null && Enterprise().Match(name) is { Success: true } enterprise)
        {
            return enterprise.Groups["pack"] is { Success: true } pack ? $"{enterprise.Groups["major"].Value}.{pack.Value}" : enterprise.Groups["major"].Value;
        }

        // VERSION 10.4-0
        return version?.Split('-')[0] ?? (cpe.Split(':') is { Length: > 4 } parts ? parts[4] : null);
    }

    [GeneratedRegex(@"(Enterprise|SLES|SLED)\D*(?<major>\d+)(\s+SP(?<pack>\d+))?")]
    private static partial Regex Enterprise();
}
