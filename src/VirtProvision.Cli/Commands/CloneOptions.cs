using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Text;

namespace VirtProvision.Cli.Commands;

/// <summary>virt-clone's options, and those for many clones at once.</summary>
internal sealed partial class CloneOptions
{
    public Argument<string[]> Names { get; } = new("name") { Description = "One clone for each name.", HelpName = "NAME", Arity = ArgumentArity.ZeroOrMore };

    // -o is taken: see CloneCommand.Expand.
    public Option<string?> Original { get; } = new("--original") { Description = "The domain to clone; it must be off, unless --live is said. -o NAME says the same, unless the name is json or text.", HelpName = "NAME" };

    public Option<string?> OriginalXml { get; } = new("--original-xml") { Description = "Clone a domain that is only a file, as virsh dumpxml writes it.", HelpName = "FILE" };

    public Option<bool> AutoClone { get; } = new("--auto-clone") { Description = "Make names and paths that are not said from those of the original." };

    public Option<string[]> Name { get; } = new("--name", "-n") { Description = "The clone's name; with --count a pattern such as web-{index}.", HelpName = "NAME" };

    public Option<int?> Count { get; } = new("--count") { Description = "Make so many clones.", HelpName = "N", CustomParser = static result => OptionValues.PositiveNumber(result) };

    public Option<bool> Linked { get; } = new("--linked") { Description = "Layers upon the original's disks instead of copies: made at once, and the original's disks may never change again." };

    public Option<bool> Live { get; } = new("--live") { Description = "Clone a domain that runs, as its disks are at one moment; it goes on meanwhile." };

    public Option<string[]> File { get; } = new("--file", "-f") { Description = "The path of a new disk; one for each that is copied, in their order.", HelpName = "PATH" };

    public Option<string[]> SkipCopy { get; } = new("--skip-copy") { Description = "Share this disk (vda) with the original instead of copying it.", HelpName = "TARGET" };

    public Option<string[]> ForceCopy { get; } = new("--force-copy") { Description = "Copy this disk (vda) though it is read-only or shareable.", HelpName = "TARGET" };

    public Option<bool> PreserveData { get; } = new("--preserve-data") { Description = "Copy nothing: the paths of --file have their content already." };

    public Option<bool> NonSparse { get; } = new("--nonsparse") { Description = "Allocate copies fully." };

    public Option<bool> Reflink { get; } = new("--reflink") { Description = "Let copies share their blocks with the original, where the file system can (btrfs, XFS)." };

    public Option<string?> Nvram { get; } = new("--nvram") { Description = "Where the clone keeps its firmware's variables.", HelpName = "PATH" };

    public Option<string?> Uuid { get; } = new("--uuid", "-u") { Description = "The clone's UUID. Default: a new one.", HelpName = "UUID", CustomParser = ParseUuid };

    public Option<string[]> Mac { get; } = new("--mac", "-m") { Description = "The MAC address of an interface, in their order, or RANDOM. Default: made from the clone's UUID.", HelpName = "MAC", CustomParser = ParseMacs };

    public Option<string?> Identity { get; } = new("--identity")
    {
        Description = "fresh: cloud-init in the clone is told that it is on a new machine, and makes host name, SSH host keys and machine ID anew. sysprep: virt-sysprep, where this machine has it, takes them out of the disks. Default: keep.",
        HelpName = "fresh|sysprep|keep",
        CustomParser = static result => OptionValues.Choice(result, ("keep", "keep"), ("fresh", "fresh"), ("sysprep", "sysprep")),
    };

    public Option<string?> UserData { get; } = new("--user-data") { Description = "What else cloud-init is told; with --identity fresh, instead of what makes a new machine ID.", HelpName = "FILE" };

    public Option<bool> Start { get; } = new("--start") { Description = "Start the clones when they are made." };

    public Option<bool> VerifyIdentity { get; } = new("--verify-identity")
    {
        Description = "Start each clone, have it say who it is (by guest agent or console), and compare: host name, machine ID, SSH host keys. Without --start they are shut down again.",
    };

    public Option<int?> VerifyTimeout { get; } = new("--verify-timeout") { Description = "How long a clone may take to say who it is. Default: 300.", HelpName = "SECONDS", CustomParser = static result => OptionValues.PositiveNumber(result) };

    public Option<bool> Replace { get; } = new("--replace") { Description = "Remove a domain that has the clone's name; its disks stay." };

    public Option<bool> Resume { get; } = new("--resume") { Description = "Make only those clones that are not there yet: what a run that was killed had not come to." };

    public Option<string[]> Check { get; } = new("--check") { Description = "Turn checks off: path_in_use, disk_size, mac_in_use, path_exists or all, each =off.", HelpName = "CHECK=off,…" };

    public Option<int?> Parallel { get; } = new("--parallel") { Description = "How many clones are made at once. Default: 4, of --linked ones 16.", HelpName = "N", CustomParser = static result => OptionValues.PositiveNumber(result) };

    public Option<bool> PrintXml { get; } = new("--print-xml") { Description = "Print the XML of the clones instead of making them." };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Decide and check everything, and change nothing." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Say only what is wrong." };

    // Said by scripts of virt-clone's users; here nothing asks, and VIRT_PROVISION_DEBUG is the way to details.
    public Option<bool> Prompt { get; } = new("--prompt", "--noprompt") { Hidden = true };

    public Option<bool> Debug { get; } = new("--debug", "-d") { Hidden = true };

    public Option<bool> Force { get; } = new("--force") { Hidden = true };

    public IEnumerable<Option> All =>
    [
        Original, OriginalXml, Name, AutoClone, Count, Linked, Live, File, SkipCopy, ForceCopy, PreserveData, NonSparse, Reflink, Nvram, Uuid, Mac, Identity, UserData, Start, VerifyIdentity, VerifyTimeout, Replace, Resume, Check, Parallel, PrintXml, DryRun, Quiet,
        Prompt, Debug, Force,
    ];

    public CloneRequest Read(ParseResult parse, DiagnosticBag findings)
    {
        string[] listed = parse.GetValue(Names) ?? [];
        string[] files = parse.GetValue(File) ?? [];
        var isLinked = parse.GetValue(Linked);
        var count = parse.GetValue(Count) ?? 1;
        return new CloneRequest
        {
            Names = [.. listed, .. parse.GetValue(Name) is [.., var name] ? [name] : (ReadOnlySpan<string>)[]],
            Count = count,

            // Who asks for many, or for layers, has no paths in mind.
            MakesNames = parse.GetValue(AutoClone) || (files.Length is 0 && (listed.Length > 0 || count > 1 || isLinked)),
            Uuid = parse.GetValue(Uuid),
            Files = [.. files],
            ForceCopy = [.. parse.GetValue(ForceCopy) ?? []],
            SkipCopy = [.. parse.GetValue(SkipCopy) ?? []],
            PreservesData = parse.GetValue(PreserveData),
            IsNonSparse = parse.GetValue(NonSparse),
            IsReflink = parse.GetValue(Reflink),
            IsLinked = isLinked,
            Nvram = parse.GetValue(Nvram),
            Macs = [.. parse.GetValue(Mac) ?? []],
            IsFresh = parse.GetValue(Identity) is "fresh" || parse.GetValue(UserData) is not null,
            UserData = parse.GetValue(UserData) is { } userData ? ReadFile(userData, findings) : null,
            Replaces = parse.GetValue(Replace),
            IsLive = parse.GetValue(Live),
            IsResumed = parse.GetValue(Resume),
            Checks = InstallChecks.Read(parse.GetValue(Check) ?? [], parse.GetValue(Force) ? CheckOptions.None : CheckOptions.All, findings),
            WorkingFolder = Environment.CurrentDirectory,
        };
    }

    public static SourceFile? ReadFile(string path, DiagnosticBag findings)
    {
        try
        {
            return new SourceFile(path, System.IO.File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Add(CloneDiagnostics.UnreadableFile(path, exception.Message));
            return null;
        }
    }

    private static string? ParseUuid(ArgumentResult result)
    {
        var word = result.Tokens[^1].Value;
        if (!Guid.TryParseExact(word, "D", out _) && !Guid.TryParseExact(word, "N", out _))
        {
            OptionValues.Reject(result, word, "it is not a UUID, 32 hexadecimal digits.");
            return null;
        }

        return word;
    }

    private static string[] ParseMacs(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(static token => !token.Value.Equals("RANDOM", StringComparison.OrdinalIgnoreCase) && !MacAddress().IsMatch(token.Value)))
        {
            OptionValues.Reject(result, token.Value, "it is no MAC address of one machine: 52:54:00:12:34:56, with an even first pair, or RANDOM.");
            break;
        }

        return [.. result.Tokens.Select(static token => token.Value)];
    }

    // libvirt takes no group addresses: the lowest bit of the first byte tells them.
    [GeneratedRegex("^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$")]
    private static partial Regex MacAddress();
}
