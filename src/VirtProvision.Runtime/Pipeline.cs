using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime;

/// <summary>
/// The journey of the data, one step a line: files become resources, resources XML, XML and what the host has become a plan, a plan becomes operations,
/// and the host is looked at again. Whatever goes wrong for the user is in the result's diagnostics; only stopping a run throws.
/// </summary>
public sealed class Pipeline(WorkspaceOptions specs, TemplateRenderer renderer, PipelineTools tools)
{
    /// <summary>Schemas, references and templates; no host.</summary>
    public ValidateResult Validate(CancellationToken cancellationToken)
    {
        var workspace = Workspace.Load(specs, cancellationToken);
        var diagnostics = new DiagnosticBag();
        Rendering.Render(renderer, workspace.Graph.Resources, diagnostics);
        return new ValidateResult(workspace.Graph, [.. workspace.Diagnostics, .. diagnostics]);
    }

    /// <summary>The XML of each resource as it would be created, without a host's defaults.</summary>
    public RenderResult Render(CancellationToken cancellationToken)
    {
        var workspace = Workspace.Load(specs, cancellationToken);
        var diagnostics = new DiagnosticBag();
        var rendered = Rendering.Render(renderer, workspace.Graph.Resources, diagnostics);
        var resources = workspace.Graph.Resources.Zip(rendered)
            .Where(static pair => pair.Second is not null)
            .Select(static pair => new RenderedXml(pair.First.Id, Core.Xml.ProvisionNamespace.WithoutMarks(pair.Second!)));
        return new RenderResult(workspace.Graph, [.. resources], [.. workspace.Diagnostics, .. diagnostics]);
    }

    /// <summary>What apply would do. Makes no call that changes anything.</summary>
    public async Task<PlanResult> PlanAsync(IHostConnector host, CancellationToken cancellationToken)
    {
        var look = await LookAsync(host, cancellationToken).ConfigureAwait(false);
        return new PlanResult(look.Graph, look.Plan, [.. look.Diagnostics]);
    }

    /// <summary>Plans, asks, does it and looks again.</summary>
    /// <param name="confirmAsync">Asked when there is something to do.</param>
    public async Task<ApplyResult> ApplyAsync(
        IHostConnector host,
        ApplyOptions options,
        Func<PlanResult, CancellationToken, Task<bool>> confirmAsync,
        IProgress<ApplyProgress>? progress,
        CancellationToken cancellationToken)
    {
        var look = await LookAsync(host, cancellationToken).ConfigureAwait(false);
        return await CarryOutAsync(look, host, options, confirmAsync, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes what the specs declare, users first; disks stay unless told.</summary>
    public async Task<ApplyResult> DestroyAsync(
        IHostConnector host,
        DestroyOptions options,
        Func<PlanResult, CancellationToken, Task<bool>> confirmAsync,
        IProgress<ApplyProgress>? progress,
        CancellationToken cancellationToken)
    {
        var workspace = Workspace.Load(specs, cancellationToken);
        var look = new HostLook(workspace.Graph, workspace.Diagnostics);
        if (!look.Diagnostics.HasErrors && await ReadAsync(host, look, references: [], cancellationToken).ConfigureAwait(false) is { } observed)
        {
            look = look with { Observed = observed, Plan = DestroyPlanner.Plan(look.Graph, observed, options.DeleteStorage) };
        }

        return await CarryOutAsync(look, host, options.ToApplyOptions(), confirmAsync, progress, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HostLook> LookAsync(IHostConnector host, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Load(specs, cancellationToken);
        var look = new HostLook(workspace.Graph, workspace.Diagnostics);
        if (look.Diagnostics.HasErrors)
        {
            return look;
        }

        // While the host answers, the templates are rendered.
        var reading = ReadAsync(host, look, [.. look.Graph.External.Select(static reference => reference.Id)], cancellationToken);
        var findings = new DiagnosticBag();
        var desired = Rendering.Render(renderer, look.Graph.Resources, findings);
        var observed = await reading.ConfigureAwait(false);
        look.Diagnostics.AddRange(findings);
        if (observed is null || findings.HasErrors)
        {
            return look;
        }

        UnknownReferences.Report(look.Graph, observed.Exists, look.Diagnostics);
        var rendered = look.Graph.Resources.Zip(desired).ToDictionary(
            static pair => pair.First.Id, static pair => new RenderedResource(pair.Second!, Creation: null));
        var plan = Planner.Plan(new PlannerInput(look.Graph, rendered, observed), look.Diagnostics);
        look = look with { Observed = observed, Plan = plan };
        look.CheckFiles(host);
        return look;
    }

    private static async Task<ObservedHost?> ReadAsync(IHostConnector host, HostLook look, ImmutableArray<ResourceId> references, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var request = new ObservationRequest(
                    [.. look.Graph.Resources.Select(static spec => spec.Id)],
                    references,
                    [.. look.Graph.Resources.Where(VolumeCreation.HasContent).Select(static spec => spec.Id)]);
                return await reader.ObserveAsync(request, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (LibvirtException exception)
        {
            look.Diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return null;
        }
    }

    private async Task<ApplyResult> CarryOutAsync(
        HostLook look,
        IHostConnector host,
        ApplyOptions options,
        Func<PlanResult, CancellationToken, Task<bool>> confirmAsync,
        IProgress<ApplyProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (look.Plan is not { } plan || look.Diagnostics.HasErrors)
        {
            return look.ToResult(report: null);
        }

        if (plan.HasChanges && !await confirmAsync(new PlanResult(look.Graph, plan, [.. look.Diagnostics]), cancellationToken).ConfigureAwait(false))
        {
            return look.ToResult(report: null) with { IsDeclined = true };
        }

        return await new PlanApplication(host, tools, progress).RunAsync(look, options, cancellationToken).ConfigureAwait(false);
    }
}
