using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Options;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Cli.Commands;

/// <summary>One run of install: words → spec → a decided domain → its XML, its spec, or the domain itself.</summary>
internal sealed class InstallRun(InstallOptions options, VocabularyOptions vocabulary, ParseResult parse, CommandContext context)
{
    private readonly Presenter _presenter = GlobalOptions.PresenterOf(parse, context);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        var uses = vocabulary.Read(parse).ToArray();
        if (await InstallQuestions.AnswerAsync(uses, options, parse, findings, cancellationToken).ConfigureAwait(false) is { } answer)
        {
            return _presenter.Present(findings, findings.HasErrors ? null : answer, findings.HasErrors ? ExitCode.Failed : ExitCode.Done);
        }

        var host = HostConnectors.For(GlobalOptions.ConnectionUri(parse, context));
        var installation = new Installation(host, TemplateRenderer.Embedded, PipelineTools.Default);
        await using var connected = installation.ConfigureAwait(false);
        installation.BeginConnecting(cancellationToken);
        var words = OptionParser.Parse(uses, findings, new OptionParserSettings(Environment.CurrentDirectory));
        var devices = new DeviceSettings { Checks = InstallChecks.Read(parse.GetValue(options.Check) ?? [], parse.GetValue(options.Force) ? CheckOptions.None : CheckOptions.All, findings), WorkingFolder = Environment.CurrentDirectory };
        if (findings.HasErrors)
        {
            return _presenter.Present(findings, result: null, ExitCode.Failed);
        }

        var spec = words.Spec["defaults"] is null ? words.Spec.With("defaults", ScalarNode.String(words.Spec.Span, "desktop")) : words.Spec;
        var trace = parse.GetValue(options.Explain) ? new RuleTrace() : null;
        var request = new InstallRequest(spec)
        {
            Name = words.Name,
            Span = new SourceFile("install", "").Start,
            Devices = devices,
            User = UserOf(),
            Trace = trace,
            IsTransient = parse.GetValue(options.Transient),

            // What is only looked at needs nothing to install from.
            NeedsMethod = !IsGiven(options.PrintXml) && !parse.GetValue(options.PrintSpec) && trace is null,
        };
        var prepared = await installation.PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        await using var _ = prepared.ConfigureAwait(false);
        findings.AddRange(prepared.Diagnostics);
        if (findings.HasErrors || prepared.Domain is not { } domain)
        {
            return Failed(findings);
        }

        if (IsGiven(options.PrintXml))
        {
            return PrintXml(domain, findings);
        }

        if (trace is not null)
        {
            return _presenter.Present(findings, new ExplainView([new ExplainedDomain(domain.Domain.Id, [.. trace.Effects])]), ExitCode.Done);
        }

        if (parse.GetValue(options.PrintSpec))
        {
            return _presenter.Present(findings, new InstallSpecView(domain), ExitCode.Done);
        }

        var names = new SpecFieldNames(TemplateRenderer.Embedded, SchemaCatalog.Embedded, prepared.Graph);
        return parse.GetValue(options.DryRun)
            ? _presenter.Present(findings, new PlanView(prepared.Plan!, names), ExitCode.Done)
            : await new GuestInstallation(installation, prepared, host, names, options, parse, context, _presenter).RunAsync(findings, cancellationToken).ConfigureAwait(false);
    }

    // What the guest would have got is no news while it gets nothing.
    private int Failed(DiagnosticBag findings) => _presenter.Present([.. findings.Where(static finding => finding.IsError)], result: null, ExitCode.Failed);

    private UserFacts UserOf() => new(context.Environment("DISPLAY"), context.Environment("HOME") is { Length: > 0 } home ? Path.Combine(home, ".Xauthority") : null);

    private int PrintXml(NewDomain domain, DiagnosticBag findings)
    {
        var asked = parse.GetValue(options.PrintXml);
        if (asked is null or InstallOptions.AllSteps)
        {
            return _presenter.Present(findings, new InstallXmlView(domain, step: null), ExitCode.Done);
        }

        if (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step >= 1 && step <= InstallXmlView.StepsOf(domain))
        {
            return _presenter.Present(findings, new InstallXmlView(domain, step), ExitCode.Done);
        }

        findings.Add(CommandLineDiagnostics.NoSuchStep(asked, InstallXmlView.StepsOf(domain)));
        return _presenter.Present(findings, result: null, ExitCode.Failed);
    }

    private bool IsGiven(Option option) => parse.GetResult(option) is { Implicit: false };
}
