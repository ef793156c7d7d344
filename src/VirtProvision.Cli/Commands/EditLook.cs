using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime.Editing;

namespace VirtProvision.Cli.Commands;

/// <summary>Shows what was edited as far as that is asked for, and finds out what is to be done with it.</summary>
internal sealed class EditLook(EditRequest request, XmlOptions options, ParseResult parse, CommandContext context, Presenter presenter)
{
    private StreamReader? _answers;

    /// <summary>Findings that were shown already.</summary>
    public List<Diagnostic> Shown { get; } = [];

    /// <summary>What was found while asking.</summary>
    public List<Diagnostic> Findings { get; } = [];

    public async Task<ImmutableArray<EditTask>> AgreeAsync(ImmutableArray<EditedDomain> domains, IReadOnlyCollection<Diagnostic> findings, CancellationToken cancellationToken)
    {
        if (!presenter.IsJson)
        {
            Shown.AddRange(findings.Concat(domains.SelectMany(static domain => domain.Findings)));
            presenter.Warn(Shown);
        }

        var tasks = ImmutableArray.CreateBuilder<EditTask>(domains.Length);
        foreach (var domain in domains.Where(static domain => domain.Edited is not null))
        {
            tasks.Add(await AgreeAsync(domain, domains.Length > 1, cancellationToken).ConfigureAwait(false));
        }

        await context.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        return tasks.ToImmutable();
    }

    private async Task<EditTask> AgreeAsync(EditedDomain domain, bool isOneOfMany, CancellationToken cancellationToken)
    {
        if (!domain.HasChanges)
        {
            Findings.Add(EditingDiagnostics.NoChange(domain.Id.Name));
        }

        var updates = request.Updates && domain.IsRunning;
        if (request.Updates && !domain.IsRunning)
        {
            Findings.Add(EditingDiagnostics.NotRunning(domain.Id.Name));
        }

        // What runs with its old definition has no need to be started; whether it can be with another, libvirt says.
        var starts = request.Starts && !(domain.IsRunning && request.Defines);

        var asks = parse.GetValue(options.Confirm);
        if (!presenter.IsJson)
        {
            Show(domain, isOneOfMany, asks);
        }

        var defines = request.Defines && domain.HasChanges;
        if (!asks)
        {
            return new EditTask(domain, defines, updates, starts);
        }

        var name = Visible.Of(domain.Id.Name);
        updates = updates && await AskAsync($"Change the running guest '{name}'?", cancellationToken).ConfigureAwait(false);
        defines = defines && await AskAsync($"Define '{name}' with the changed XML?", cancellationToken).ConfigureAwait(false);
        starts = starts && (defines || (!request.Defines && await AskAsync($"Start '{name}' with the changed XML?", cancellationToken).ConfigureAwait(false)));
        return new EditTask(domain, defines, updates, starts);
    }

    private void Show(EditedDomain domain, bool isOneOfMany, bool asks)
    {
        var style = Style.For(context.OutIsTerminal, context);
        if (parse.GetValue(options.PrintXml) || (domain.IsInput && !request.Defines && !parse.GetValue(options.PrintDiff)))
        {
            EditDiffView.WriteXml(domain, isOneOfMany, context.Out, style);
        }
        else if ((parse.GetValue(options.PrintDiff) || asks) && domain.HasChanges)
        {
            if (isOneOfMany)
            {
                EditDiffView.WriteName(domain, context.Out, style);
            }

            EditDiffView.WriteDiff(domain, context.Out, style);
        }
    }

    /// <summary>Until yes or no is answered; the end of the input is a no.</summary>
    private async Task<bool> AskAsync(string question, CancellationToken cancellationToken)
    {
        _answers ??= new StreamReader(context.OpenInput());
        while (true)
        {
            await context.Out.WriteAsync($"{question} (y/n): ").ConfigureAwait(false);
            await context.Out.FlushAsync(cancellationToken).ConfigureAwait(false);

            // A terminal's read cannot be called off. Ctrl-C leaves it behind, and with it the reader: the process ends.
            var answer = await Task.Run(_answers.ReadLine, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
            switch (answer?.Trim().ToLowerInvariant())
            {
                case "y" or "yes":
                    await context.Out.WriteLineAsync().ConfigureAwait(false);
                    return true;
                case "n" or "no" or null:
                    await context.Out.WriteLineAsync().ConfigureAwait(false);
                    return false;
            }
        }
    }
}
