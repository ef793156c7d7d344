using System.CommandLine;
using System.Xml;
using System.Xml.Linq;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Options;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Editing;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Cli.Commands;

/// <summary>One run of xml: words → edits → the domains' own XML with them in it → printed, written, or both.</summary>
internal sealed class XmlRun(XmlOptions options, VocabularyOptions vocabulary, ParseResult parse, CommandContext context)
{
    private readonly Presenter _presenter = GlobalOptions.PresenterOf(parse, context);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        if (Answer() is { } answer)
        {
            return _presenter.Present(findings, answer, ExitCode.Done);
        }

        var actions = XmlActions.Read(parse, options, findings);
        var request = RequestOf(actions, findings);
        if (findings.HasErrors || request is null)
        {
            return _presenter.Present(findings, result: null, ExitCode.Failed);
        }

        var editing = new DomainEditing(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), TemplateRenderer.Embedded, PipelineTools.Default);
        if (actions.Builds)
        {
            var built = await editing.BuildAsync(request, findings, cancellationToken).ConfigureAwait(false);
            return _presenter.Present(findings, findings.HasErrors ? null : new BuiltXmlView(built), findings.HasErrors ? ExitCode.Failed : ExitCode.Done);
        }

        return await EditAsync(editing, request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> EditAsync(DomainEditing editing, EditRequest request, CancellationToken cancellationToken)
    {
        var look = new EditLook(request, options, parse, context, _presenter);
        EditResult result;
        using (var progress = new ProgressLine(context, isQuiet: _presenter.IsJson || parse.GetValue(options.Quiet) || parse.GetValue(options.Confirm)))
        {
            result = await editing.RunAsync(request, look.AgreeAsync, progress, cancellationToken).ConfigureAwait(false);
        }

        var names = new SpecFieldNames(TemplateRenderer.Embedded, SchemaCatalog.Embedded, ResourceGraph.Empty);
        var view = new EditView(result, request, names, printsXml: parse.GetValue(options.PrintXml));
        IReadOnlyCollection<Diagnostic> fresh = [.. result.Diagnostics.Concat(result.Domains.SelectMany(static domain => domain.Findings)).Concat(look.Findings).Except(look.Shown).Distinct()];
        var exit = cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : result.HasErrors || fresh.Any(static finding => finding.IsError) ? ExitCode.Failed : ExitCode.Done;
        return _presenter.Present(fresh, _presenter.IsJson || !parse.GetValue(options.Quiet) ? view : null, exit);
    }

    /// <summary>What is asked without anything being edited; null when nothing of the kind was.</summary>
    private IView? Answer()
    {
        OptionHelp[] asked = [.. vocabulary.Read(parse).Where(OptionHelp.IsRequest).Select(static use => OptionHelp.Of(OptionCatalog.Embedded.Find(use.Option)!))];
        if (asked.Length > 0)
        {
            return new OptionHelpView(asked);
        }

        return parse.GetValue(options.System)?.LastOrDefault() is "list" ? new OsListView(new OsDatabase(OsDatabaseFolders.FromEnvironment()).List()) : null;
    }

    private EditRequest? RequestOf(XmlActions actions, DiagnosticBag findings)
    {
        Exclude(options.Define, options.NoDefine, findings);
        Exclude(options.Update, options.Start, findings);
        if (parse.GetValue(options.Confirm) && _presenter.IsJson)
        {
            findings.Add(XmlDiagnostics.NoAnswer());
        }

        var system = parse.GetValue(options.System)?.LastOrDefault();
        if (system is not null && actions.Edits.FirstOrDefault(static edit => edit.Action is not EditAction.Add) is { } other)
        {
            findings.Add(XmlDiagnostics.NoSystem(other.Word));
        }

        var labels = parse.GetValue(options.Labels);
        if (labels is not null && LabelSelector.Parse(labels) is null)
        {
            findings.Add(XmlDiagnostics.WrongLabels(labels));
        }

        ImmutableArray<string> named = [.. parse.GetValue(options.Domains) ?? []];
        var selection = new DomainSelection(named, parse.GetValue(options.All) || (labels is not null && named.IsEmpty))
        {
            Labels = labels is null ? LabelSelector.Everything : LabelSelector.Parse(labels) ?? LabelSelector.Everything,
        };
        var input = selection.IsEmpty && !actions.Builds && !findings.HasErrors ? ReadInput(findings) : null;
        if (findings.HasErrors)
        {
            return null;
        }

        var prints = parse.GetValue(options.PrintDiff) || parse.GetValue(options.PrintXml);
        return new EditRequest
        {
            Domains = selection,
            Input = input,
            Edits = actions.Edits,
            System = system is null ? null : new OptionUse("--os-variant", system),
            Folder = Environment.CurrentDirectory,
            Defines = parse.GetValue(options.Define) || (!parse.GetValue(options.NoDefine) && !prints && input is null && !actions.Builds),
            Updates = parse.GetValue(options.Update),
            Starts = parse.GetValue(options.Start),
        };
    }

    private void Exclude(Option<bool> option, Option<bool> other, DiagnosticBag findings)
    {
        if (parse.GetValue(option) && parse.GetValue(other))
        {
            findings.Add(XmlDiagnostics.NotTogether(option.Name, other.Name));
        }
    }

    private XElement? ReadInput(DiagnosticBag findings)
    {
        if (context.InIsTerminal)
        {
            findings.Add(XmlDiagnostics.NoDomain());
            return null;
        }

        foreach (var option in new[] { options.Confirm, options.Update }.Where(option => parse.GetValue(option)))
        {
            findings.Add(XmlDiagnostics.NotWithInput(option.Name));
        }

        if (findings.HasErrors)
        {
            return null;
        }

        try
        {
            using var reader = XmlReader.Create(context.OpenInput(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XElement.Load(reader);
            if (root.Name != "domain")
            {
                findings.Add(XmlDiagnostics.NotADomain(root.Name.LocalName));
            }

            return root;
        }
        catch (XmlException exception)
        {
            findings.Add(XmlDiagnostics.NoInputXml(exception.Message));
            return null;
        }
    }
}
