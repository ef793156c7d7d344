using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Cloning;

namespace VirtProvision.Cli.Commands;

internal static class LintIdentityCommand
{
    public static readonly Example All = new("All domains of this host", "virt-provision lint identity");

    internal static Command Create(CommandContext context)
    {
        var command = new TaughtCommand(
            "identity",
            "Find what more than one domain has and only one should: MAC addresses, disks that are written to, firmware variables, SMBIOS UUIDs, ports, sockets and logs. Exits with 1 when there is any.",
            All,
            new Example("In a pipeline", "virt-provision lint identity -o json"));
        command.SetAction((parse, cancellationToken) => RunAsync(parse, context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var result = await IdentitySurvey.RunAsync(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), cancellationToken).ConfigureAwait(false);
        return result.Failure is { } failure
            ? presenter.Present([failure], result: null, ExitCode.Failed)
            : presenter.Present([], new IdentityView(result.Domains, result.Shared), result.Shared.IsEmpty ? ExitCode.Done : ExitCode.Failed);
    }
}
