using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

internal static class StatusCommand
{
    internal static Command Create(CommandContext context)
    {
        var specs = new SpecOptions();
        specs.Paths.Arity = ArgumentArity.ZeroOrMore;
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
        command.SetAction((parse, cancellationToken) => RunAsync(
            new StatusRequest
            {
                Specs = parse.GetValue(specs.Paths) is { Length: > 0 } ? specs.ReadWorkspace(parse, context) : null,
                All = parse.GetValue(all),
                Addresses = parse.GetValue(addresses),
            },
            parse.GetValue(labels),
            parse.GetValue(watch),
            parse,
            context,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(StatusRequest request, string? labels, bool watches, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var findings = new DiagnosticBag();
        request = request with { Labels = DomainOptions.LabelsOf(labels, findings) };
        if (findings.HasErrors)
        {
            return presenter.Present(findings, result: null, ExitCode.Failed);
        }

        var host = HostConnectors.For(GlobalOptions.ConnectionUri(parse, context));
        var names = new SpecFieldNames(TemplateRenderer.Embedded, SchemaCatalog.Embedded, ResourceGraph.Empty);
        if (watches)
        {
            return await new StatusWatch(host, request, names, presenter, context, PipelineTools.Default.Time).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        var status = await new StatusSurvey(host).ReadAsync(request, cancellationToken).ConfigureAwait(false);
        return status.HasErrors
            ? presenter.Present(status.Diagnostics, result: null, ExitCode.Failed)
            : presenter.Present(status.Diagnostics, new StatusView(status, names, PipelineTools.Default.Time.GetUtcNow()), ExitCode.Done);
    }
}
