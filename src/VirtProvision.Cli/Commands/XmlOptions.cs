using System.CommandLine;

namespace VirtProvision.Cli.Commands;

/// <summary>The options of xml that say which domains, which action and what becomes of the outcome; what to change is in those of the spec's vocabulary.</summary>
internal sealed class XmlOptions
{
    public Argument<string[]> Domains { get; } = new("domain")
    {
        Description = "Names, UUIDs or ids of domains, or patterns such as 'web*'. Without any, the XML comes from standard input.",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "DOMAIN",
    };

    public Option<string[]> Edit { get; } = Action("--edit", "Change the device that SELECTOR chooses (a number from 1 or backwards from -1, all, or what it is like: target=vda), else the first; or a part of the domain.", "[SELECTOR]");

    public Option<string[]> AddDevice { get; } = Action("--add-device", "Add a device, with the defaults that a new domain's would get.");

    public Option<string[]> RemoveDevice { get; } = Action("--remove-device", "Remove the devices that the option's value chooses, as SELECTOR does.");

    public Option<string[]> BuildXml { get; } = Action("--build-xml", "Print the XML of the device or part alone, and change nothing.");

    public Option<string[]> ConvertToQ35 { get; } = Action("--convert-to-q35", "With --edit: make a PC of the i440FX kind one with PCI Express.", "[num_pcie_root_ports=N]");

    public Option<string[]> ConvertToVnc { get; } = Action("--convert-to-vnc", "With --edit: show the screen by VNC, without SPICE and what only it serves.", "[qemu-vdagent=on]");

    public Option<string[]> System { get; } = new("--osinfo", "--os-variant")
    {
        Description = "With --add-device and --build-xml: the guest's operating system, where the domain does not say it. list lists them.",
        HelpName = "NAME",
    };

    public Option<bool> All { get; } = Flag("--all", "Every domain of the host.");

    public Option<string?> Labels { get; } = new("--selector", "-l")
    {
        Description = "Only domains whose specs gave them these labels: tier=web,env!=test. Without DOMAIN, of all domains of the host.",
        HelpName = "LABELS",
    };

    public Option<bool> Update { get; } = Flag("--update", "Change what runs too, where libvirt can.");

    public Option<bool> Define { get; } = Flag("--define", "Change the definition; the default, unless something is printed or the XML comes from standard input.");

    public Option<bool> NoDefine { get; } = Flag("--no-define", "Leave the definition as it is.");

    public Option<bool> Start { get; } = Flag("--start", "Start the domain afterwards; with --no-define once, with the changed XML.");

    public Option<bool> Confirm { get; } = Flag("--confirm", "Show what changes and ask, for each domain.");

    public Option<bool> PrintDiff { get; } = Flag("--print-diff", "Print what changes as a diff, and change nothing unless --define says so.");

    public Option<bool> PrintXml { get; } = Flag("--print-xml", "Print the changed XML, and change nothing unless --define says so.");

    public Option<bool> Quiet { get; } = Flag("--quiet", "Say only what is wrong.", "-q");

    public Option<bool> Debug { get; } = Flag("--debug", "", "-d", hidden: true);

    public IEnumerable<Option> Everything =>
    [
        Edit, AddDevice, RemoveDevice, BuildXml, ConvertToQ35, ConvertToVnc, System, All, Labels, Update, Define, NoDefine, Start, Confirm, PrintDiff, PrintXml, Quiet, Debug,
    ];

    // Repeated, and in an order that matters: read from the words themselves.
    private static Option<string[]> Action(string name, string description, string? value = null) => new(name)
    {
        Description = description,
        HelpName = value,
        Arity = value is null ? ArgumentArity.Zero : ArgumentArity.ZeroOrMore,
    };

    // Without a value: what follows may be a domain.
    private static Option<bool> Flag(string name, string description, string? letter = null, bool hidden = false) => new(name, letter is null ? [] : [letter])
    {
        Description = description,
        Hidden = hidden,
        Arity = ArgumentArity.Zero,
    };
}
