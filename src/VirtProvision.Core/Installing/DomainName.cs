using VirtProvision.Core.Osinfo;

namespace VirtProvision.Core.Installing;

/// <summary>Names a new domain that nobody named: after its system, and its architecture where that is not the host's.</summary>
public static class DomainName
{
    /// <param name="isTaken">Whether the host has a domain of that name.</param>
    public static string Choose(OsFacts system, bool isContainer, string? arch, string hostArch, Func<string, bool> isTaken)
    {
        var known = !system.IsGeneric && !isContainer;
        var name = known ? WithoutUnknown(system.ShortId) : isContainer ? "container" : "vm";
        if (arch is not null && arch != hostArch)
        {
            name += "-" + (arch is "armv7l" ? "arm" : arch);
            known = true;
        }

        if (known && !isTaken(name))
        {
            return name;
        }

        for (var number = known ? 2 : 1; ; number++)
        {
            var numbered = string.Create(CultureInfo.InvariantCulture, $"{name}{(known ? "-" : "")}{number}");
            if (!isTaken(numbered))
            {
                return numbered;
            }
        }
    }

    private static string WithoutUnknown(string name) => name.EndsWith("-unknown", StringComparison.Ordinal) ? name[..^"-unknown".Length] : name;
}
