using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

internal static class StopCommand
{
    internal static Command Create(CommandContext context)
    {
        var domains = new DomainOptions();
        var timeout = PowerRunner.Timeout("How long a guest may take to shut down. Default: 120.");
        var force = new Option<bool>("--force") { Description = "Cut the power of a guest that takes longer." };
        var command = new TaughtCommand(
            "stop",
            "Ask guests to shut down, by their agent or the power button, and wait until they have. One that is off already is no error; one that stays up is left running, unless --force.",
            new Example("Shut a guest down", "virt-provision stop web01"),
            new Example("All of a tier at once, whatever they say after a minute", "virt-provision stop -l tier=web --timeout 60 --force"))
        {
            timeout,
            force,
        };
        domains.AddTo(command);
        command.SetAction((parse, cancellationToken) => PowerRunner.RunAsync(
            domains,
            selection => new PowerRequest(PowerAction.Stop, selection)
            {
                Timeout = parse.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : new PowerRequest(PowerAction.Stop, selection).Timeout,
                Force = parse.GetValue(force),
            },
            parse,
            context,
            cancellationToken));
        return command;
    }
}
