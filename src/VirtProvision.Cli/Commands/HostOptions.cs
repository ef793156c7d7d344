using System.CommandLine;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Fleet;

namespace VirtProvision.Cli.Commands;

/// <summary>The options of commands that may go to many hosts.</summary>
/// <param name="alsoResources">Whether the number also bounds the resources that are worked on at once on each host.</param>
internal sealed class HostOptions(bool alsoResources = false)
{
    public Option<string[]> Only { get; } = new("--host")
    {
        Description = "Only hosts that match: the name of a Host, in which * and ? stand for characters, or labels (rack=a,env!=test). May be repeated.",
        HelpName = "HOST",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<int?> Parallel { get; } = new("--parallel")
    {
        Description = alsoResources
            ? "How many hosts are worked on at once (4 when left out), and how many resources on each (16)."
            : "How many hosts are worked on at once; 4 when left out.",
        HelpName = "N",
        CustomParser = static result => OptionValues.PositiveNumber(result),
    };

    public FleetOptions Read(ParseResult parse) => new()
    {
        HostsAtOnce = parse.GetValue(Parallel) ?? FleetOptions.UsualHostsAtOnce,
        Only = [.. (parse.GetValue(Only) ?? []).Select(static text => new HostFilter(text))],
    };

    public void AddTo(Command command)
    {
        command.Add(Only);
        command.Add(Parallel);
    }
}
