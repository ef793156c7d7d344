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
        if (uses.Where(OptionHelp.IsRequest).Select(static use => OptionHelp.Of(OptionCatalog.Embedded.Find(use.Option)!)).ToArray() is { Length: > 0 } helps)
        {
            return _presenter.Present(findings, new OptionHelpView(helps), ExitCode.Done);
        }

        var words = OptionParser.Parse(uses, findings, new OptionParserSettings(Environment.CurrentDirectory));
        var devices = new DeviceSettings { Checks = ChecksOf(findings), WorkingFolder = Environment.CurrentDirectory };
        if (findings.HasErrors)
        {
            return _presenter.Present(findings, result: null, ExitCode.Failed);
        }

        var host = HostConnectors.For(GlobalOptions.ConnectionUri(parse, context));
        var installation = new Installation(host, TemplateRenderer.Embedded, PipelineTools.Default);
        var spec = words.Spec["defaults"] is null ? words.Spec.With("defaults", ScalarNode.String(words.Spec.Span, "desktop")) : words.Spec;
        var request = new InstallRequest(spec)
        {
            Name = words.Name,
            Span = new SourceFile("install", "").Start,
            Devices = devices,
            User = UserOf(),
            IsTransient = parse.GetValue(options.Transient),

            // What is only looked at needs nothing to install from.
            NeedsMethod = !IsGiven(options.PrintXml) && !parse.GetValue(options.PrintSpec),
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

    private CheckOptions ChecksOf(DiagnosticBag findings)
    {
        var checks = parse.GetValue(options.Force) ? CheckOptions.None : CheckOptions.All;
        foreach (var piece in (parse.GetValue(options.Check) ?? []).SelectMany(static value => value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            var isOn = piece.Split('=') is not [_, "off" or "no" or "0" or "false"];
            switch (piece.Split('=')[0])
            {
                case "all":
                    checks = isOn ? CheckOptions.All : CheckOptions.None;
                    break;
                case "path_in_use":
                    checks = checks with { PathInUse = isOn };
                    break;
                case "disk_size":
                    checks = checks with { DiskSize = isOn };
                    break;
                case "path_exists":
                    checks = checks with { PathExists = isOn };
                    break;
                case "mac_in_use":
                    checks = checks with { MacInUse = isOn };
                    break;
                default:
                    findings.Add(CommandLineDiagnostics.BadValue("--check", piece, "the checks are path_in_use, disk_size, mac_in_use, path_exists and all, each =on or =off."));
                    break;
            }
        }

        return checks;
    }

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
