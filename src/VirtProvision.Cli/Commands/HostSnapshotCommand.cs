using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Snapshots;

namespace VirtProvision.Cli.Commands;

internal static class HostSnapshotCommand
{
    public static readonly Example WriteDown = new("Write this host down", "virt-provision host snapshot web-host/");
    public static readonly Example PlanWithout = new("Plan against it, where the host is out of reach", "virt-provision plan specs/ -c snapshot://web-host");

    internal static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("folder")
        {
            Description = "Where to. It is made if need be.",
            HelpName = "DIR",
        };
        var force = new Option<bool>("--force")
        {
            Description = "Replace the snapshot that DIR holds.",
        };
        var includeSecrets = new Option<bool>("--include-secrets")
        {
            Description = "With the passwords of displays and disks, in files that only this user can read. Needs a connection that may write; nothing is written to the host.",
        };
        var command = new TaughtCommand(
            "snapshot",
            "Write a host down as files: its capabilities, domains, networks, pools, volumes and devices, but no data and, unless asked, no passwords. "
                + "\"-c snapshot://DIR\" then stands for the host in every command; changes made to it last as long as the command.",
            WriteDown,
            PlanWithout,
            new Example("Anew, and a user's own domains", "virt-provision host snapshot web-host/ --force -c qemu:///session"))
        {
            folder,
            force,
            includeSecrets,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(
            new SnapshotOptions(parse.GetValue(folder)!, parse.GetValue(force), parse.GetValue(includeSecrets)), parse, context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SnapshotOptions options, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        SnapshotSummary? summary;
        Diagnostic? finding;
        using (var line = new MovingLine(context, isQuiet: presenter.IsJson))
        {
            var progress = new SnapshotProgressLine(line);
            var writer = new SnapshotWriter(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), options, progress);
            (summary, finding) = await writer.WriteAsync(TimeProvider.System.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }

        return presenter.Present(finding is null ? [] : [finding], summary is null ? null : new SnapshotView(summary), finding is null ? ExitCode.Done : ExitCode.Failed);
    }
}
