using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Cli.Commands;

internal static class DestroyCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var changes = new ChangeOptions();
        var hosts = new HostOptions();
        var deleteStorage = new Option<bool>("--delete-storage")
        {
            Description = "Delete the declared volumes too, with all that is in them.",
        };
        var command = new TaughtCommand(
            "destroy",
            "Remove what the specs declare from the host, users before what they use. Volumes, and what is in them, stay unless told otherwise.",
            new Example("Show what would go, ask, do it", "virt-provision destroy specs/"),
            new Example("One domain", "virt-provision destroy specs/web01.yaml"),
            new Example("With its disks, without asking", "virt-provision destroy specs/web01.yaml --delete-storage --yes"));
        specs.AddTo(command);
        command.Add(changes.Yes);
        command.Add(deleteStorage);
        command.Add(changes.Timeout);
        hosts.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            var options = new DestroyOptions { DeleteStorage = parse.GetValue(deleteStorage) };
            if (changes.TimeoutOf(parse) is { } timeout)
            {
                options = options with { ShutdownDeadline = timeout };
            }

            return new ChangingRun(specs, changes, hosts, parse, context).RunAsync(
                (pipeline, confirmation, progress) => pipeline.DestroyAsync(
                    HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), options, confirmation.AskAsync, progress, cancellationToken),
                cancellationToken);
        });
        return command;
    }
}
