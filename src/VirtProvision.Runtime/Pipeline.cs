using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
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

        // Compiling the shipped templates is a third of the time that validating one spec takes.
        Rendering.Render(renderer, [.. workspace.Graph.Resources.Where(renderer.MustProve)], diagnostics);
        return new ValidateResult(workspace.Graph, [.. workspace.Diagnostics, .. diagnostics]);
    }

    /// <summary>The XML of each resource as it would be created on a usual host.</summary>
    public RenderResult Render(CancellationToken cancellationToken) =>
        Render(Workspace.Load(specs, cancellationToken), HostMachines.Usual, new DiagnosticBag());

    /// <summary>The XML of each resource as it would be created on this host.</summary>
    public async Task<RenderResult> RenderAsync(IHostConnector host, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Load(specs, cancellationToken);
        var diagnostics = new DiagnosticBag();
        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var machines = await HostMachines.ReadAsync(reader, workspace.Graph.Resources.Where(static spec => spec.Id.Kind == ResourceKind.Domain), cancellationToken).ConfigureAwait(false);
                return Render(workspace, machines, diagnostics);
            }
        }
        catch (LibvirtException exception)
        {
            diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return new RenderResult(workspace.Graph, [], [.. workspace.Diagnostics, .. diagnostics]);
        }
    }

    private RenderResult Render(Workspace workspace, HostMachines machines, DiagnosticBag diagnostics)
    {
        var contents = new DiskContents(workspace.Graph, ObservedHost.Empty, isLocal: null, diagnostics);
        var rendered = Rendering.RenderNew(renderer, workspace.Graph.Resources, machines, contents.FormatOf, diagnostics);
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
        HostLook look;
        var connection = new EarlyConnection(host, cancellationToken);
        await using (connection.ConfigureAwait(false))
        {
            var workspace = Workspace.Load(specs, cancellationToken);
            look = new HostLook(workspace.Graph, workspace.Diagnostics);
            if (!look.Diagnostics.HasErrors && await ReadAsync(host, connection, look, references: [], cancellationToken).ConfigureAwait(false) is { } seen)
            {
                var attached = seen.Observed.Resources.Values.Any(static resource => resource.Id.Kind == ResourceKind.Network && resource.IsRunning)
                    ? await NetworkGuests.ReadAsync(host, look.Diagnostics, cancellationToken).ConfigureAwait(false)
                    : null;
                look = seen with { Plan = DestroyPlanner.Plan(look.Graph, seen.Observed, options.DeleteStorage, attached) };
            }
        }

        return await CarryOutAsync(look, host, options.ToApplyOptions(), confirmAsync, progress, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HostLook> LookAsync(IHostConnector host, CancellationToken cancellationToken)
    {
        var connection = new EarlyConnection(host, cancellationToken);
        await using (connection.ConfigureAwait(false))
        {
            return await LookAsync(host, connection, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HostLook> LookAsync(IHostConnector host, EarlyConnection connection, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Load(specs, cancellationToken);
        var look = new HostLook(workspace.Graph, workspace.Diagnostics);
        if (look.Diagnostics.HasErrors)
        {
            return look;
        }

        // While the host answers, the templates are rendered and the facts read.
        var reading = ReadAsync(host, connection, look, [.. look.Graph.External.Select(static reference => reference.Id)], cancellationToken);
        var findings = new DiagnosticBag();
        var desired = Rendering.Render(renderer, look.Graph.Resources, findings);
        if (!findings.HasErrors)
        {
            Rendering.CheckSecrets(renderer, look.Graph.Resources, findings);
        }

        foreach (var kind in look.Graph.Resources.Select(static spec => spec.Id.Kind).Distinct())
        {
            KindFacts.For(kind);
        }

        var seen = await reading.ConfigureAwait(false);
        look.Diagnostics.AddRange(findings);
        if (seen is null || findings.HasErrors)
        {
            return look;
        }

        UnknownReferences.Report(look.Graph, seen.Observed.Exists, look.Diagnostics);
        var rendered = look.Graph.Resources.Zip(desired).ToDictionary(static pair => pair.First.Id, static pair => new RenderedResource(pair.Second!, Creation: null));
        ImmutableArray<ResourceSpec> missing = [.. look.Graph.Resources.Where(spec => seen.Observed.Find(spec.Id) is null)];
        var contents = new DiskContents(look.Graph, seen.Observed, host.IsLocal, look.Diagnostics);
        foreach (var (spec, xml) in missing.Zip(Rendering.RenderNew(renderer, missing, seen.Machines ?? HostMachines.Usual, contents.FormatOf, look.Diagnostics)))
        {
            rendered[spec.Id] = rendered[spec.Id] with { Creation = xml };
        }

        var input = new PlannerInput(look.Graph, rendered, seen.Observed);
        var plan = Planner.Plan(input, look.Diagnostics);
        plan = AddedDevices.Complete(plan, input, rendered, renderer, contents, look.Diagnostics);
        look = seen with { Plan = await NetworkGuests.NameAsync(plan, input, host, look.Diagnostics, cancellationToken).ConfigureAwait(false) };
        look.CheckFiles(host);
        return look;
    }

    private static async Task<HostLook?> ReadAsync(
        IHostConnector host, EarlyConnection connection, HostLook look, ImmutableArray<ResourceId> references, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await connection.Reader.ConfigureAwait(false);
            var request = new ObservationRequest(
                [.. look.Graph.Resources.Select(static spec => spec.Id)],
                references,
                [.. look.Graph.Resources.Where(VolumeCreation.HasContent).Select(static spec => spec.Id)]);
            var observed = await reader.ObserveAsync(request, cancellationToken).ConfigureAwait(false);
            ImmutableArray<ResourceSpec> made = [.. look.Graph.Resources.Where(spec => spec.Id.Kind == ResourceKind.Domain && observed.Find(spec.Id) is null)];
            var machines = made.IsEmpty ? null : await HostMachines.ReadAsync(reader, made, cancellationToken).ConfigureAwait(false);
            connection.BeginClose();
            return look with { Observed = observed, Machines = machines };
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
