using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Cli.Commands;

internal static class ApplyCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        var changes = new ChangeOptions();
        var hosts = new HostOptions(alsoResources: true);
        var maxDisruption = new Option<Disruption>("--max-disruption")
        {
            Description = "The most that a change may cost: none, live, next-boot (the default), restart or replace. What costs more is refused, the rest is done.",
            HelpName = "CLASS",
            DefaultValueFactory = static _ => Disruption.NextBoot,
            CustomParser = static result => OptionValues.Choice(result, Words.AllowedDisruptions),
        };
        var restart = new Option<bool>("--restart")
        {
            Description = "Restart what has changes waiting for that: a guest is asked to shut down, waited for, and started again. Short for --max-disruption restart.",
        };
        var allowDataLoss = new Option<ResourceId[]>("--allow-data-loss")
        {
            Description = "This resource's data may be destroyed; may be repeated.",
            HelpName = "KIND/NAME",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = OptionValues.Resources,
        };
        var verify = new Option<bool>("--verify-identity")
        {
            Description = "Have guests with identity: fresh say who they are (by guest agent or console), and compare: host name, machine ID, SSH host keys.",
        };
        var patience = new Option<int?>("--verify-timeout")
        {
            Description = "How long a guest may take to say who it is. Default: 300.", HelpName = "SECONDS", CustomParser = static result => OptionValues.PositiveNumber(result),
        };
        var command = new TaughtCommand(
            "apply",
            "Make the host as the specs say: show the plan, ask, do it, and look again. Running guests are not disturbed unless --max-disruption allows it.",
            new Example("Show the plan, ask, do it", "virt-provision apply specs/"),
            new Example("Without asking, as in CI", "virt-provision apply specs/ --yes"),
            new Example("Restart guests where a change waits for it", "virt-provision apply specs/ --restart"),
            new Example("On one of many hosts", "virt-provision apply specs/ --host node1"),
            new Example("Only a domain and what it needs", "virt-provision apply specs/ --target Domain/web01"));
        specs.AddTo(command);
        command.Add(changes.Yes);
        command.Add(maxDisruption);
        command.Add(restart);
        command.Add(allowDataLoss);
        command.Add(changes.Timeout);
        hosts.AddTo(command);
        command.Add(verify);
        command.Add(patience);
        command.SetAction((parse, cancellationToken) =>
        {
            var options = new ApplyOptions
            {
                MaxDisruption = parse.GetValue(restart) ? (Disruption)Math.Max((int)parse.GetValue(maxDisruption), (int)Disruption.Restart) : parse.GetValue(maxDisruption),
                MayLoseData = [.. parse.GetValue(allowDataLoss) ?? []],
                VerifiesIdentity = parse.GetValue(verify),
            };
            options = parse.GetValue(hosts.Parallel) is { } parallel ? options with { Parallelism = parallel } : options;
            options = parse.GetValue(patience) is { } seconds ? options with { IdentityDeadline = TimeSpan.FromSeconds(seconds) } : options;
            if (changes.TimeoutOf(parse) is { } timeout)
            {
                options = options with { ShutdownDeadline = timeout };
            }

            return new ChangingRun(specs, changes, hosts, parse, context).RunAsync(
                (pipeline, confirmation, progress) => pipeline.ApplyAsync(
                    HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), options, confirmation.AskAsync, progress, cancellationToken),
                cancellationToken);
        });
        return command;
    }
}
