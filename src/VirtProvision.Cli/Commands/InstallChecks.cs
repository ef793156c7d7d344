using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Installing.Devices;

namespace VirtProvision.Cli.Commands;

/// <summary>The checks that <c>--check</c> turns off one by one.</summary>
internal sealed record InstallChecks(string Name, string Description, Func<CheckOptions, bool, CheckOptions> Set)
{
    public static readonly ImmutableArray<InstallChecks> All =
    [
        new("path_in_use", "A disk's image, or one below it, belongs to another domain.", static (checks, isOn) => checks with { PathInUse = isOn }),
        new("disk_size", "A new image may outgrow its pool.", static (checks, isOn) => checks with { DiskSize = isOn }),
        new("mac_in_use", "Another domain has the MAC address.", static (checks, isOn) => checks with { MacInUse = isOn }),
        new("path_exists", "What a path names is not there, or is where something new is made.", static (checks, isOn) => checks with { PathExists = isOn }),
        new("all", "All of these.", static (_, isOn) => isOn ? CheckOptions.All : CheckOptions.None),
    ];

    /// <param name="values">Each <c>NAME=off,…</c>.</param>
    public static CheckOptions Read(IEnumerable<string> values, CheckOptions checks, DiagnosticBag findings)
    {
        foreach (var piece in values.SelectMany(static value => value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            var isOn = piece.Split('=') is not [_, "off" or "no" or "0" or "false"];
            if (All.FirstOrDefault(check => check.Name == piece.Split('=')[0]) is { } known)
            {
                checks = known.Set(checks, isOn);
            }
            else
            {
                findings.Add(CommandLineDiagnostics.BadValue("--check", piece, $"the checks are {string.Join(", ", All.Select(static check => check.Name))}, each =on or =off."));
            }
        }

        return checks;
    }
}
