using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Editing;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Options;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Editing;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime;

/// <summary>Edits domains that others made: what virt-xml does, on one domain or on a thousand. One connection does it all.</summary>
public sealed class DomainEditing(IHostConnector host, TemplateRenderer renderer, PipelineTools tools)
{
    private static readonly KindFacts s_facts = KindFacts.For(ResourceKind.Domain);

    /// <summary>The XML of new devices or parts of a domain, for a domain or for none in particular. Changes nothing.</summary>
    public async Task<ImmutableArray<XElement>> BuildAsync(EditRequest request, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var edits = new EditHost(reader);
                var uses = request.Edits.SelectMany(static edit => edit.Uses).ToImmutableArray();
                await edits.PrepareAsync(uses, request.Folder, cancellationToken).ConfigureAwait(false);
                var domain = request.Input;
                if (!request.Domains.IsEmpty)
                {
                    var found = DomainFinder.Find(request.Domains, await reader.ListDomainsAsync(cancellationToken).ConfigureAwait(false), host.Uri, diagnostics);
                    domain = found.IsEmpty ? null : await reader.ReadXmlAsync(new ResourceId(ResourceKind.Domain, found[0].Name), XmlView.Inactive, cancellationToken).ConfigureAwait(false);
                }

                var system = request.System is { } said ? edits.FindSystem(EditCompiler.Scalar(said), diagnostics) : edits.SystemOf(domain is null ? null : OsinfoMetadata.Of(domain));
                var made = diagnostics.HasErrors ? null : await NewDevices.DecideAsync(uses, domain, system!, edits, renderer, request.Folder, diagnostics, cancellationToken).ConfigureAwait(false);
                return made?.Elements ?? [];
            }
        }
        catch (LibvirtException exception)
        {
            diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return [];
        }
    }

    /// <summary>Edits and, when agreed to, writes.</summary>
    /// <param name="agreeAsync">Shown all that was edited; answers with what is to be done.</param>
    public async Task<EditResult> RunAsync(
        EditRequest request,
        Func<ImmutableArray<EditedDomain>, IReadOnlyCollection<Diagnostic>, CancellationToken, Task<ImmutableArray<EditTask>>> agreeAsync,
        IProgress<ApplyProgress>? progress,
        CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        try
        {
            IHypervisorReader reader = request.Writes
                ? await host.ConnectAsync(cancellationToken).ConfigureAwait(false)
                : await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var domains = await EditAsync(request, reader, findings, cancellationToken).ConfigureAwait(false);
                var tasks = await agreeAsync(domains, findings, cancellationToken).ConfigureAwait(false);
                var report = reader is IHypervisor hypervisor && request.Writes && tasks.Any(static task => task.Writes)
                    ? await new EditApplication(hypervisor, renderer, tools.Time, progress, findings).RunAsync(request, tasks, cancellationToken).ConfigureAwait(false)
                    : null;
                return new EditResult(domains, report, [.. findings]);
            }
        }
        catch (LibvirtException exception)
        {
            findings.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return new EditResult([], null, [.. findings]);
        }
    }

    private async Task<ImmutableArray<EditedDomain>> EditAsync(EditRequest request, IHypervisorReader reader, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        var compiler = new EditCompiler(request, new EditHost(reader), renderer);
        await compiler.PrepareAsync(findings, cancellationToken).ConfigureAwait(false);
        if (findings.HasErrors)
        {
            return [];
        }

        if (request.Input is { } input)
        {
            var id = new ResourceId(ResourceKind.Domain, input.Element("name")?.Value ?? "");
            return [(await EditAsync(compiler, request, id, input, live: null, isRunning: false, cancellationToken).ConfigureAwait(false)) with { IsInput = true }];
        }

        var listed = await reader.ListDomainsAsync(cancellationToken).ConfigureAwait(false);
        var found = DomainFinder.Find(request.Domains, listed, host.Uri, findings);
        var read = await Task.WhenAll(found.Select(domain => ReadAsync(reader, domain, request, cancellationToken))).ConfigureAwait(false);
        var edited = ImmutableArray.CreateBuilder<EditedDomain>(read.Length);
        foreach (var (domain, xml, live) in read)
        {
            if (xml is null)
            {
                findings.Add(EditingDiagnostics.Gone(domain.Name));
                continue;
            }

            if (!request.Domains.Labels.Matches(AppliedMemory.LabelsOf(xml)))
            {
                continue;
            }

            edited.Add(await EditAsync(compiler, request, new ResourceId(ResourceKind.Domain, domain.Name), xml, live, domain.IsActive, cancellationToken).ConfigureAwait(false));
        }

        string[] ours = request.Writes ? [.. edited.Where(static domain => AppliedMemory.Read(domain.Original) is not null).Select(static domain => domain.Id.Name)] : [];
        if (ours.Length > 0)
        {
            findings.Add(EditDiagnostics.Ours(ours));
        }

        if (edited.Count == 0 && found.Length > 0 && !findings.HasErrors)
        {
            findings.Add(EditingDiagnostics.NoLabels(host.Uri));
        }

        return edited.ToImmutable();
    }

    private static async Task<(ListedDomain Domain, XElement? Xml, XElement? Live)> ReadAsync(IHypervisorReader reader, ListedDomain domain, EditRequest request, CancellationToken cancellationToken)
    {
        var id = new ResourceId(ResourceKind.Domain, domain.Name);
        var live = request.Updates && domain.IsActive ? reader.ReadXmlAsync(id, XmlView.Live, cancellationToken) : null;
        var xml = await reader.ReadXmlAsync(id, XmlView.Inactive, cancellationToken).ConfigureAwait(false);
        return (domain, xml, live is null ? null : await live.ConfigureAwait(false));
    }

    private static async Task<EditedDomain> EditAsync(
        EditCompiler compiler, EditRequest request, ResourceId id, XElement xml, XElement? live, bool isRunning, CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        var edited = await compiler.EditAsync(xml, findings, cancellationToken).ConfigureAwait(false);
        if (edited is not { } done)
        {
            return new EditedDomain(id, xml, null, new DomainEditor([]), [], [.. findings]) { IsRunning = isRunning };
        }

        var editedLive = live is not null ? done.Editor.Apply(live, findings) : null;
        return new EditedDomain(id, xml, done.Edited, done.Editor, done.Storage, [.. findings])
        {
            IsRunning = isRunning,
            EditedLive = editedLive,
            Changes = Differences(xml, done.Edited),
            LiveChanges = editedLive is null ? [] : Differences(live!, editedLive),
        };
    }

    private static ImmutableArray<FieldChange> Differences(XElement before, XElement after) => XmlComparer.Compare(s_facts, before, after, before).Changes;
}
