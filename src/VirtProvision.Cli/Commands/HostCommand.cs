using System.CommandLine;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Commands;

/// <summary>What is about a host itself.</summary>
internal static class HostCommand
{
    internal static Command Create(CommandContext context) => new TaughtCommand(
        "host",
        "What is about a host itself, whatever specs say.",
        HostCheckCommand.OfThisHost,
        HostSnapshotCommand.WriteDown,
        HostSnapshotCommand.PlanWithout)
    {
        HostListCommand.Create(context),
        HostCheckCommand.Create(context),
        HostSnapshotCommand.Create(context),
    };
}
