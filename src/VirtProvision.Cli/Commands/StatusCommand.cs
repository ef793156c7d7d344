using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

internal static class StatusCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        specs.Paths.Arity = ArgumentArity.ZeroOrMore;
        var hosts = new HostOptions();
        var all = new Option<bool>("--all") { Description = "Without PATH: every domain, network and pool of the host, whoever made it." };
        var labels = DomainOptions.LabelsOption("Only domains whose specs gave them these labels: tier=web,env!=test.");
        var addresses = new Option<AddressChoice>("--addresses")
        {
            Description = "Whom to ask for addresses: DHCP leases, the guest's agent, the host's ARP table, or none of them. auto (the default) asks the next where one knows nothing.",
            HelpName = "auto|lease|agent|arp|none",
            CustomParser = static result => OptionValues.Choice(
                result, ("auto", AddressChoice.Auto), ("lease", AddressChoice.Lease), ("agent", AddressChoice.Agent), ("arp", AddressChoice.Arp), ("none", AddressChoice.None)),
        };
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on showing it as things happen; without a terminal, one line for each change. Ctrl-C ends it." };
        var command = new TaughtCommand(
            "status",
            "Show how things stand: what runs and since when, under which addresses, what drifted from what was last applied, what waits for a restart. Reads the host over a read-only connection. Without PATH, whatever on the host remembers a spec.",
            new Example("What runs of what we manage", "virt-provision status"),
            new Example("Is everything there that the specs say?", "virt-provision status specs/"),
            new Example("On those of many hosts that are in rack a", "virt-provision status specs/ --host rack=a"),
            new Example("Everything on the host, kept up to date", "virt-provision status --all --watch"),
            new Example("The addresses of a tier, for scripts", "virt-provision status -l tier=web -o json"))
        {
            all,
            labels,
            addresses,
            watch,

            // Nothing is rendered: what was applied is remembered.
            specs.Paths,
            specs.Set,
            specs.Values,
            specs.AllowEnvironment,
            specs.Targets,
        };
        hosts.AddTo(command);
        command.SetAction((parse, cancellationToken) => new StatusRun(specs, hosts, parse, context)
        {
            Request = new StatusRequest { All = parse.GetValue(all), Addresses = parse.GetValue(addresses) },
            Labels = parse.GetValue(labels),
            Watches = parse.GetValue(watch),
        }.RunAsync(cancellationToken));
        return command;
    }
}
