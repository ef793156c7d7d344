using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Cloning;

namespace VirtProvision.Cli.Commands;

/// <summary>One run of clone: words → what each clone is → its XML, or the clones themselves.</summary>
internal sealed class CloneRun(CloneOptions options, ParseResult parse, CommandContext context)
{
    // What is copied waits for the disk, what is layered for libvirt.
    private const int CopiesAtOnce = 4;
    private const int LayersAtOnce = 16;

    private readonly Presenter _presenter = GlobalOptions.PresenterOf(parse, context);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        var request = options.Read(parse, findings);
        var file = parse.GetValue(options.OriginalXml) is { } path ? CloneOptions.ReadFile(path, findings) : null;
        if (file is not null && parse.GetValue(options.Original) is not null)
        {
            findings.Add(CommandLineDiagnostics.Exclusive("--original", "--original-xml"));
        }

        if (parse.GetValue(options.VerifyIdentity) && (parse.GetValue(options.PrintXml) || parse.GetValue(options.DryRun)))
        {
            findings.Add(IdentityDiagnostics.NothingMade(span: null, parse.GetValue(options.PrintXml) ? "--print-xml" : "--dry-run"));
        }

        if (file is not null && request.IsLive)
        {
            findings.Add(CloneDiagnostics.FileNeverRuns());
        }

        if (findings.HasErrors)
        {
            return _presenter.Present(findings, result: null, ExitCode.Failed);
        }

        var tools = PipelineTools.Default;
        var cloner = new DomainCloner(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), tools.Time, tools.NewId);
        var order = new CloneOrder(parse.GetValue(options.Original), file, request)
        {
            Parallelism = parse.GetValue(options.Parallel) ?? (request.IsLinked ? LayersAtOnce : CopiesAtOnce),
            UsesSysprep = parse.GetValue(options.Identity) is "sysprep",
            Start = ReadStart(),
        };
        if (request.IsLive && order.Original is { } original && !parse.GetValue(options.PrintXml) && !parse.GetValue(options.DryRun))
        {
            findings.AddRange(await cloner.ReturnAsync(original, progress: null, cancellationToken).ConfigureAwait(false));
            if (findings.HasErrors)
            {
                return _presenter.Present(findings, result: null, ExitCode.Failed);
            }
        }

        var prepared = await cloner.PrepareAsync(order, cancellationToken).ConfigureAwait(false);
        findings.AddRange(prepared.Diagnostics);
        if (findings.HasErrors)
        {
            return _presenter.Present([.. findings.Where(static finding => finding.IsError)], result: null, ExitCode.Failed);
        }

        if (parse.GetValue(options.PrintXml))
        {
            return _presenter.Present(findings, new CloneXmlView(prepared), ExitCode.Done);
        }

        return parse.GetValue(options.DryRun)
            ? _presenter.Present(findings, new CloneView(prepared, report: null), ExitCode.Done)
            : await MakeAsync(cloner, prepared, findings, cancellationToken).ConfigureAwait(false);
    }

    private GuestStart? ReadStart()
    {
        var (starts, verifies) = (parse.GetValue(options.Start), parse.GetValue(options.VerifyIdentity));
        if (!starts && !verifies)
        {
            return null;
        }

        var start = new GuestStart { KeepsRunning = starts, VerifiesIdentity = verifies };
        return start with
        {
            Parallelism = parse.GetValue(options.Parallel) ?? start.Parallelism,
            Patience = parse.GetValue(options.VerifyTimeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : start.Patience,
        };
    }

    private async Task<int> MakeAsync(DomainCloner cloner, PreparedClones prepared, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        var isQuiet = parse.GetValue(options.Quiet) || _presenter.IsJson;
        CloneResult result;
        using (var progress = new ProgressLine(context, isQuiet))
        {
            (prepared, result) = await CloneContest.RunAsync(cloner, prepared, progress, cancellationToken).ConfigureAwait(false);
        }

        var view = parse.GetValue(options.Quiet) && !_presenter.IsJson ? null : new CloneView(prepared, result.Report) { Identities = result.Identities };
        var code = result.Succeeded ? ExitCode.Done : cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failed;
        IEnumerable<Diagnostic> all = [.. findings, .. result.Diagnostics];
        return _presenter.Present([.. view is null ? all.Where(static finding => finding.IsError) : all], view, code);
    }
}
