using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Runtime.Fleet;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Cli.Commands;

internal static class HostCheckCommand
{
    public static readonly Example OfThisHost = new("What works on this host, and what does not", "virt-provision host check");

    internal static Command Create(CommandContext context)
    {
        var names = new Argument<string[]>("host")
        {
            Description = "URIs; with --file also names of Hosts, in which * and ? stand for characters, or labels (rack=a). Without any: every Host, or the host of the connection.",
            HelpName = "HOST",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var files = new Option<string[]>("--file", "-f")
        {
            Description = "Spec files or folders that declare the hosts; may be repeated.",
            HelpName = "PATH",
            Arity = ArgumentArity.OneOrMore,
        };
        var parallel = new HostOptions().Parallel;
        var command = new TaughtCommand(
            "check",
            "Examine hosts: connection, permission, versions, KVM, CPUs and memory, firmware, security driver, pools, networks, guest agents. "
                + "What does not work has its remedy beside it. Changes nothing; exits with 1 when something failed.",
            OfThisHost,
            new Example("Another one", "virt-provision host check qemu+ssh://root@node1/system"),
            new Example("All hosts of a repository", "virt-provision host check -f specs/"),
            new Example("Those in rack a", "virt-provision host check rack=a -f specs/"))
        {
            names,
            files,
            parallel,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(
            new WorkspaceOptions { Paths = [.. parse.GetValue(files) ?? []], OpenStandardInput = context.OpenInput },
            [.. parse.GetValue(names) ?? []],
            parse.GetValue(parallel) ?? FleetOptions.UsualHostsAtOnce,
            parse,
            context,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        WorkspaceOptions specs, ImmutableArray<string> names, int atOnce, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var (hosts, diagnostics) = await new HostDirectory(specs).ExamineAsync(names, GlobalOptions.ConnectionUri(parse, context), atOnce, cancellationToken).ConfigureAwait(false);
        var isFailed = diagnostics.Any(static finding => finding.IsError) || hosts.Any(static host => host.Checks.Any(static check => check.State is CheckState.Failed));
        return GlobalOptions.PresenterOf(parse, context).Present(diagnostics, hosts.IsEmpty ? null : new HostCheckView(hosts), isFailed ? ExitCode.Failed : ExitCode.Done);
    }
}
