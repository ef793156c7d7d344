using System.CommandLine;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Commands;

internal static class LintCommand
{
    internal static Command Create(CommandContext context) =>
        new TaughtCommand(
            "lint",
            "Look over a host for what is likely to go wrong.",
            LintIdentityCommand.All)
        {
            LintIdentityCommand.Create(context),
        };
}
