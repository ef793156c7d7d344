using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime.Fleet;

namespace VirtProvision.Cli.Commands;

internal static class HostListCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var command = new TaughtCommand(
            "list",
            "List the hosts that specs declare: URI, labels, maintenance, and how many resources belong to each. Connects to none.",
            new Example("The hosts of a repository", "virt-provision host list specs/"),
            new Example("The URIs of those in rack a", "virt-provision host list specs/ -o json | jq -r '.result[] | select(.labels.rack == \"a\").uri'"));
        specs.AddTo(command);
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(specs, parse, context, cancellationToken)));
        return command;
    }

    private static int Run(SpecOptions specs, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var (hosts, diagnostics) = new HostDirectory(specs.ReadWorkspace(parse, context)).List(cancellationToken);
        var isFailed = diagnostics.Any(static finding => finding.IsError);
        return GlobalOptions.PresenterOf(parse, context).Present(diagnostics, new HostListView(hosts), isFailed ? ExitCode.Failed : ExitCode.Done);
    }
}
