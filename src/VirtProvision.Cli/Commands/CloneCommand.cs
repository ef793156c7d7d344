using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;

namespace VirtProvision.Cli.Commands;

/// <summary>virt-clone's command line, and many clones at once.</summary>
internal static class CloneCommand
{
    public const string Name = "clone";

    internal static Command Create(CommandContext context)
    {
        var options = new CloneOptions();
        var command = new TaughtCommand(
            Name,
            "Make domains like one that is there, each with an identity and disks of its own. Says what virt-clone says, and more. What is inside the disks is not changed.",
            new Example("One copy, named golden-clone", "virt-provision clone --original golden --auto-clone"),
            new Example("Ten layers upon it, web-1 to web-10", "virt-provision clone --original golden --name web-{index} --count 10 --linked"),
            new Example("Two by name", "virt-provision clone --original golden web01 db01"),
            new Example("A path said for the disk; the XML first", "virt-provision clone --original golden --name web01 --file /srv/images/web01.qcow2 --print-xml"))
        {
            options.Names,
        };
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        command.SetAction((parse, cancellationToken) => new CloneRun(options, parse, context).RunAsync(cancellationToken));
        return command;
    }

    /// <summary>The words typed as virt-clone takes them: options may be abbreviated, and <c>-o</c> names the original; <c>-o json</c> is our own.</summary>
    internal static string[] Expand(string[] args, RootCommand root)
    {
        if (args is not [Name, ..])
        {
            return args;
        }

        var expanded = Abbreviations.Expand(args, root.Subcommands.Single(static command => command.Name is Name), root.Options);
        for (var i = 1; i + 1 < expanded.Length && expanded[i] is not "--"; i++)
        {
            if (expanded[i] is "-o" && expanded[i + 1] is not ("json" or "text"))
            {
                expanded[i] = "--original";
            }
        }

        return expanded;
    }
}
