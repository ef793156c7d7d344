using System.CommandLine;
using System.CommandLine.Parsing;

namespace VirtProvision.Cli.Commands;

/// <summary>The options of install that say how it is done; what the domain shall be is in those of the spec's vocabulary.</summary>
internal sealed class InstallOptions
{
    public const string AllSteps = "all";

    public Option<string?> PrintXml { get; } = new("--print-xml", "--print-step")
    {
        Description = "Print the XML instead of installing: of one step (1: the first start, 2: all later ones), or all.",
        HelpName = "[STEP]",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = static _ => null,
    };

    public Option<bool> PrintSpec { get; } = new("--print-spec")
    {
        Description = "Print a spec to keep in Git instead of installing: everything is decided in it, so that it makes the same domain anywhere.",
    };

    public Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "Decide and check everything, and change nothing.",
    };

    public Option<bool> Explain { get; } = new("--explain")
    {
        Description = "Instead of installing, print each default and the rule that gave it.",
    };

    public Option<string?> AutoConsole { get; } = new("--autoconsole")
    {
        Description = "The console to open: text (the serial console, here), graphical (virt-viewer), default (what the domain has) or none.",
        HelpName = "TYPE",
        CustomParser = static result => OptionValues.Choice(result, ("default", "default"), ("text", "text"), ("graphical", "graphical"), ("none", "none")),
    };

    public Option<bool> NoAutoConsole { get; } = new("--noautoconsole")
    {
        Description = "Open no console, and don't wait.",
    };

    public Option<int?> Wait { get; } = new("--wait")
    {
        Description = "Wait for the installation, MINUTES at most; without a number as long as it takes.",
        HelpName = "[MINUTES]",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ParseMinutes,
    };

    public Option<bool> NoReboot { get; } = new("--noreboot")
    {
        Description = "Leave the guest off when it is installed.",
    };

    public Option<bool> Transient { get; } = new("--transient")
    {
        Description = "Define nothing: the domain is gone when it stops.",
    };

    public Option<bool> DestroyOnExit { get; } = new("--destroy-on-exit")
    {
        Description = "Cut the guest's power when its console is left or the command is interrupted.",
    };

    public Option<bool> Force { get; } = new("--force")
    {
        Description = "Check nothing that --check can turn off.",
    };

    public Option<string[]> Check { get; } = new("--check")
    {
        Description = "Turn checks off: path_in_use, disk_size, mac_in_use, path_exists or all, each =off.",
        HelpName = "CHECK=off,…",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Say only what is wrong.",
    };

    public Option<string?> TestMediaDetection { get; } = new("--test-media-detection")
    {
        Description = "Print the system that a location or image is found to be, and end.",
        HelpName = "LOCATION",
        Hidden = true,
    };

    // Said by scripts of virt-install's users; here nothing asks, and VIRT_PROVISION_DEBUG is the way to details.
    public Option<bool> Prompt { get; } = new("--prompt", "--noprompt") { Hidden = true };

    public Option<bool> Debug { get; } = new("--debug", "-d") { Hidden = true };

    public IEnumerable<Option> All =>
    [
        PrintXml, PrintSpec, DryRun, Explain, AutoConsole, NoAutoConsole, Wait, NoReboot, Transient, DestroyOnExit, Force, Check, Quiet, TestMediaDetection, Prompt, Debug,
    ];

    // As in virt-install: 0 is "don't wait", a negative number or none is "as long as it takes".
    private static int? ParseMinutes(ArgumentResult result)
    {
        if (result.Tokens is [])
        {
            return -1;
        }

        if (int.TryParse(result.Tokens[^1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes))
        {
            return minutes;
        }

        OptionValues.Reject(result, result.Tokens[^1].Value, "it is a number of minutes.");
        return null;
    }
}
