using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Editing;

/// <summary>Writes edited domains back: what they need is made first, then each by itself, and at last all of them are looked at again.</summary>
internal sealed class EditApplication(IHypervisor host, TemplateRenderer renderer, TimeProvider time, IProgress<ApplyProgress>? progress, DiagnosticBag findings)
{
    private static readonly KindFacts s_facts = KindFacts.For(ResourceKind.Domain);

    public async Task<ApplyReport?> RunAsync(EditRequest request, ImmutableArray<EditTask> tasks, CancellationToken cancellationToken)
    {
        ImmutableArray<EditTask> writing = [.. tasks.Where(static task => task.Writes)];
        var graph = ResourceGraphBuilder.Build(writing.SelectMany(static task => task.Domain.Storage).DistinctBy(static spec => spec.Id), SchemaCatalog.Embedded, findings);
        var storage = await StorageAsync(graph, cancellationToken).ConfigureAwait(false);
        if (findings.HasErrors)
        {
            return null;
        }

        var needs = graph.Dependencies.ToBuilder();
        foreach (var task in writing)
        {
            needs[task.Domain.Id] = [.. task.Domain.Storage.Select(static spec => spec.Id)];
        }

        var span = SpanOf(request);
        ImmutableArray<ResourceTask> all = [.. storage, .. writing.Select(task => TaskOf(task, span))];
        var runner = new OperationRunner(host, ImmutableDictionary<string, LocalImage>.Empty, Remembering.Default, progress, time);
        var report = await new Executor(runner, progress, new ApplyOptions().Parallelism).RunAsync(all, graph with { Dependencies = needs.ToImmutable() }, cancellationToken).ConfigureAwait(false);
        findings.AddRange(report.Outcomes.SelectMany(static outcome => outcome.Diagnostics));
        if (report.Outcomes.Count(Executor.IsNotBegun) is var notBegun and > 0)
        {
            findings.Add(ApplyDiagnostics.NotBegun(report.Count(OutcomeState.Applied) + report.Count(OutcomeState.PendingRestart), notBegun));
        }

        ReportPending(writing, report);
        await LookAgainAsync(writing, report, cancellationToken).ConfigureAwait(false);
        return report;
    }

    private async Task<ImmutableArray<ResourceTask>> StorageAsync(ResourceGraph graph, CancellationToken cancellationToken)
    {
        if (graph.Resources.IsEmpty)
        {
            return [];
        }

        var observed = await host.ObserveAsync(new ObservationRequest([.. graph.Resources.Select(static spec => spec.Id)], [], []), cancellationToken).ConfigureAwait(false);
        var rendered = graph.Resources.ToDictionary(static spec => spec.Id, spec => new RenderedResource(renderer.Render(spec, findings) ?? new XElement(spec.Id.Kind.RootElement), Creation: null));
        return OperationPlanner.Tasks(Planner.Plan(new PlannerInput(graph, rendered, observed), findings), graph, new ApplyOptions());
    }

    private static ResourceTask TaskOf(EditTask task, TextSpan? span)
    {
        var domain = task.Domain;
        var live = task.Updates && domain.IsRunning;
        var (fields, wanted) = task.Defines || domain.EditedLive is null ? (domain.Changes, domain.Edited) : (domain.LiveChanges, domain.EditedLive);
        var disruption = Disruptions.Of(ResourceKind.Domain, ChangeAction.Update, fields, [], domain.IsRunning);
        var change = new ResourceChange(domain.Id, ChangeAction.Update, fields, [], disruption, [], wanted, wanted);
        var given = domain.IsInput ? domain.Edited : null;
        var operations = ImmutableArray.CreateBuilder<Operation>();
        if (task.Defines)
        {
            operations.Add(new RedefineEdited(domain.Id, domain.Editor, given));
        }

        if (live && fields.Any(static field => field is { Effect: Effect.Live, LiveMeans: not null }))
        {
            operations.Add(new ApplyLive(domain.Id, change) { Wanted = task.Defines ? null : wanted });
        }

        if (task.Starts)
        {
            operations.Add(task.Defines ? new StartResource(domain.Id) : new StartEdited(domain.Id, domain.Editor, given));
        }

        return new ResourceTask(change, span, operations.ToImmutable());
    }

    /// <summary>Who asked for the running domain to change wants to know what did not.</summary>
    private void ReportPending(ImmutableArray<EditTask> tasks, ApplyReport report)
    {
        var updating = tasks.Where(static task => task.Updates && task.Domain.IsRunning).Select(static task => task.Domain.Id).ToHashSet();
        foreach (var outcome in report.Outcomes.Where(outcome => updating.Contains(outcome.Id) && outcome.State is not OutcomeState.Failed))
        {
            foreach (var pending in outcome.Pending.DistinctBy(static pending => (pending.Change.Path, pending.Reason)))
            {
                findings.Add(EditingDiagnostics.NotLive(outcome.Id.Name, pending.Change.Path.ToString(), pending.Reason));
            }
        }
    }

    /// <summary>libvirt answers success for values that it ignores or rewrites.</summary>
    private async Task LookAgainAsync(ImmutableArray<EditTask> tasks, ApplyReport report, CancellationToken cancellationToken)
    {
        var written = report.Outcomes.Where(static outcome => outcome.Done.Any(static operation => operation is RedefineEdited)).Select(static outcome => outcome.Id).ToHashSet();
        EditedDomain[] domains = [.. tasks.Select(static task => task.Domain).Where(domain => written.Contains(domain.Id) && !domain.Changes.IsEmpty && !domain.IsInput)];
        if (domains.Length is 0 || cancellationToken.IsCancellationRequested || report.Outcomes.Any(static outcome => outcome.Diagnostics.Any(ApplyDiagnostics.IsConnectionLost)))
        {
            return;
        }

        try
        {
            var after = await Task.WhenAll(domains.Select(domain => host.ReadXmlAsync(domain.Id, XmlView.Inactive, CancellationToken.None))).ConfigureAwait(false);
            foreach (var (domain, xml) in domains.Zip(after))
            {
                findings.AddRange(xml is null ? [] : NotTaken(domain, xml));
            }
        }
        catch (LibvirtException exception)
        {
            findings.Add(EditingDiagnostics.NotVerified(exception.Message));
        }
    }

    private static IEnumerable<Diagnostic> NotTaken(EditedDomain domain, XElement after)
    {
        if (domain.Edited!.Element("name")?.Value != after.Element("name")?.Value)
        {
            return [];
        }

        var asked = domain.Changes.Select(static change => change.Path).ToHashSet();
        return XmlComparer.Compare(s_facts, domain.Original, domain.Edited, after).Changes
            .Where(change => !change.IsSecret && asked.Contains(change.Path))
            .Select(change => EditingDiagnostics.NotTaken(domain.Id.Name, change.Path.ToString(), change.After, change.Before));
    }

    // Where libvirt's refusal is shown: at the words that it refused.
    private static TextSpan? SpanOf(EditRequest request) => request.Edits.SelectMany(static edit => edit.Uses).Select(static use => (TextSpan?)new SourceFile(use.Option, use.Value ?? "").Start).FirstOrDefault();
}
