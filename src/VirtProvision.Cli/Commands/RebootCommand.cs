using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

internal static class RebootCommand
{
    internal static Command Create(CommandContext context)
    {
        var domains = new DomainOptions();
        var timeout = PowerRunner.Timeout("How long a guest may take to reboot. Default: 120.");
        var command = new TaughtCommand(
            "reboot",
            "Ask guests to reboot, by their agent or the power button, and wait until they have. What waits for a restart goes on waiting: that needs stop and start.",
            new Example("Reboot a guest", "virt-provision reboot web01"),
            new Example("All that are named so", "virt-provision reboot 'web-*'"))
        {
            timeout,
        };
        domains.AddTo(command);
        command.SetAction((parse, cancellationToken) => PowerRunner.RunAsync(
            domains,
            selection => parse.GetValue(timeout) is { } seconds
                ? new PowerRequest(PowerAction.Reboot, selection) { Timeout = TimeSpan.FromSeconds(seconds) }
                : new PowerRequest(PowerAction.Reboot, selection),
            parse,
            context,
            cancellationToken));
        return command;
    }
}
