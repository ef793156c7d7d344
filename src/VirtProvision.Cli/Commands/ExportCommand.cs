using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Exporting;
using VirtProvision.Core.Kinds;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Fleet;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Cli.Commands;

/// <summary>Existing objects → specs whose plan is empty.</summary>
internal static class ExportCommand
{
    internal static Command Create(CommandContext context)
    {
        var names = new Argument<string[]>("name")
        {
            Description = "What to export: a domain's name, or KIND/NAME (domain/web01, network/lan, pool/images, volume/images/root.qcow2). * and ? stand for characters.",
            HelpName = "NAME",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var all = new Option<bool>("--all")
        {
            Description = "Everything that the host has; with --kind, all of that kind.",
        };
        var kind = new Option<string?>("--kind")
        {
            Description = "What names without a kind are: domain (when left out), network, pool or volume.",
            HelpName = "KIND",
        };
        var full = new Option<bool>("--full")
        {
            Description = "Say all that the host has, with addresses and libvirt's own defaults; otherwise only what it would not give by itself.",
        };
        var directory = new Option<string?>("--directory", "-d")
        {
            Description = "Write a file for each object into this folder instead of printing them.",
            HelpName = "DIR",
        };
        var force = new Option<bool>("--force")
        {
            Description = "Replace files that are there and say something else.",
        };
        var files = new Option<string[]>("--file", "-f")
        {
            Description = "Spec files or folders that declare hosts: what is exported is that of all of them, each spec with its host. May be repeated.",
            HelpName = "PATH",
            Arity = ArgumentArity.OneOrMore,
        };
        var hosts = new HostOptions();
        var command = new TaughtCommand(
            "export",
            "Write existing domains, networks, pools and volumes as specs. Each is proven before it is written: its plan is empty, and apply adopts the object without touching it. Reads only.",
            new Example("A domain", "virt-provision export web01 > web01.yaml"),
            new Example("A whole host, a file for each object", "virt-provision export --all -d specs/"),
            new Example("Then there is nothing to change", "virt-provision plan specs/"),
            new Example("And from now on it is ours", "virt-provision apply specs/"),
            new Example("All of many hosts, a folder for each", "virt-provision export --all -f hosts.yaml -d specs/"),
            new Example("Several, of another host", "virt-provision export network/lan \"web*\" -c qemu+ssh://host2/system"))
        {
            names,
            all,
            kind,
            full,
            directory,
            force,
            files,
            hosts.Only,
            hosts.Parallel,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var presenter = GlobalOptions.PresenterOf(parse, context);
            var findings = new DiagnosticBag();
            var selectors = Selectors(parse.GetValue(names) ?? [], parse.GetValue(all), parse.GetValue(kind), findings);
            return findings.HasErrors
                ? Task.FromResult(presenter.Present(findings, result: null, ExitCode.Failed))
                : RunAsync(ExportAsync(new ExportRequest(selectors, parse.GetValue(full)), [.. parse.GetValue(files) ?? []], hosts, parse, context, cancellationToken), parse.GetValue(directory), parse.GetValue(force), presenter);
        });
        return command;
    }

    private static Task<ExportResult> ExportAsync(
        ExportRequest request, ImmutableArray<string> files, HostOptions hosts, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var fleet = hosts.Read(parse);
        return files.IsEmpty && fleet.Only.IsEmpty
            ? new HostExport(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), ResourceExporter.Embedded).RunAsync(request, cancellationToken)
            : new FleetExport(new WorkspaceOptions { Paths = files, OpenStandardInput = context.OpenInput }, fleet, ResourceExporter.Embedded).RunAsync(request, cancellationToken);
    }

    private static async Task<int> RunAsync(Task<ExportResult> exporting, string? folder, bool isForced, Presenter presenter)
    {
        var result = await exporting.ConfigureAwait(false);
        var findings = new DiagnosticBag();
        var files = folder is null ? [] : ExportFolder.Write(folder, result.Resources, isForced, findings);
        findings.AddRange(result.Diagnostics);
        var isWritten = folder is null || files.Length == result.Resources.Length;
        var view = isWritten && (result.Resources.Length > 0 || !findings.HasErrors) ? new ExportView(result.Resources, folder, files) : null;
        return presenter.Present(findings, view, findings.HasErrors ? ExitCode.Failed : ExitCode.Done);
    }

    private static ImmutableArray<ExportSelector> Selectors(string[] names, bool all, string? kindWord, DiagnosticBag findings)
    {
        var kind = kindWord is null ? null : ExportSelector.KindOf(kindWord);
        if (kindWord is not null && kind is null)
        {
            findings.Add(CommandLineDiagnostics.BadValue("--kind", kindWord, "a kind is domain, network, pool or volume."));
        }

        if (all == names.Length > 0)
        {
            findings.Add(all
                ? CommandLineDiagnostics.BadUsage("--all stands for every object, so no name can stand beside it.", "virt-provision export")
                : CommandLineDiagnostics.MissingArgument("a name, or --all", "virt-provision export"));
        }

        if (all)
        {
            return [.. (kind is null ? ResourceKind.All.Where(static kind => kind.Patched is null) : [kind]).Select(static kind => new ExportSelector(kind, "*"))];
        }

        var selectors = ImmutableArray.CreateBuilder<ExportSelector>();
        foreach (var name in names)
        {
            if (ExportSelector.Parse(name, kind ?? ResourceKind.Domain) is { } selector)
            {
                selectors.Add(selector);
            }
            else
            {
                findings.Add(CommandLineDiagnostics.BadValue("NAME", name, "write a domain's name, domain/NAME, network/NAME, pool/NAME or volume/POOL/NAME."));
            }
        }

        return selectors.ToImmutable();
    }
}
