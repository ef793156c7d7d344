using VirtProvision.Core.Comparison;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;
using VirtProvision.Runtime.Operating;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime;

/// <summary>
/// The journey of the data, one step a line: files become resources, resources XML, XML and what the host has become a plan, a plan becomes operations,
/// and the host is looked at again. Whatever goes wrong for the user is in the result's diagnostics; only stopping a run throws.
/// </summary>
/// <param name="load">Reads the specs of one host.</param>
public sealed class Pipeline(Func<CancellationToken, Workspace> load, TemplateRenderer renderer, PipelineTools tools)
{
    public Pipeline(WorkspaceOptions specs, TemplateRenderer renderer, PipelineTools tools)
        : this(cancellationToken => Workspace.Load(specs, cancellationToken), renderer, tools)
    {
    }

    /// <summary>Schemas, references and templates; no host.</summary>
    public ValidateResult Validate(CancellationToken cancellationToken)
    {
        var workspace = load(cancellationToken);
        var diagnostics = new DiagnosticBag();

        // Compiling the shipped templates is a third of the time that validating one spec takes.
        Rendering.Render(renderer, [.. workspace.Graph.Resources.Where(renderer.MustProve)], diagnostics);
        return new ValidateResult(workspace.Graph, [.. workspace.Diagnostics, .. diagnostics]);
    }

    /// <summary>The XML of each resource as it would be created.</summary>
    /// <param name="host">Where; null for a usual host.</param>
    public async Task<RenderResult> RenderAsync(IHostConnector? host, CancellationToken cancellationToken)
    {
        var workspace = load(cancellationToken);
        var diagnostics = new DiagnosticBag();
        var rendered = await WithNewDomainsAsync(host, domains => RenderAsync(workspace, domains, diagnostics, cancellationToken), diagnostics, cancellationToken).ConfigureAwait(false);
        return rendered ?? new RenderResult(workspace.Graph, [], [.. workspace.Diagnostics, .. diagnostics]);
    }

    /// <summary>For each domain the defaults that it would be made with, and which rule gave them.</summary>
    /// <param name="host">Where; null for a usual host.</param>
    public async Task<ExplainResult> ExplainAsync(IHostConnector? host, CancellationToken cancellationToken)
    {
        var workspace = load(cancellationToken);
        var diagnostics = new DiagnosticBag();
        var explained = await WithNewDomainsAsync(host, domains => ExplainAsync(workspace, domains, diagnostics, cancellationToken), diagnostics, cancellationToken).ConfigureAwait(false);
        return explained ?? new ExplainResult(workspace.Graph, [], [.. workspace.Diagnostics, .. diagnostics]);
    }

    /// <summary>How what the specs declare stands. Makes no call that changes anything.</summary>
    public async Task<StatusResult> StatusAsync(IHostConnector host, StatusRequest request, CancellationToken cancellationToken)
    {
        var workspace = load(cancellationToken);
        return new StatusResult(workspace.Graph, await new StatusSurvey(host).ReadAsync(request, workspace, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Null when the host cannot be read, as the bag then says.</summary>
    private async Task<TResult?> WithNewDomainsAsync<TResult>(
        IHostConnector? host, Func<NewDomains, Task<TResult>> use, DiagnosticBag diagnostics, CancellationToken cancellationToken)
        where TResult : class
    {
        var spool = new Spool();
        await using (spool.ConfigureAwait(false))
        {
            if (host is null)
            {
                return await use(new NewDomains(renderer, host: null, HostFacts.Usual, spool, tools.NewId)).ConfigureAwait(false);
            }

            try
            {
                var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    return await use(await NewDomains.OnAsync(reader, renderer, spool, tools.NewId, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
                }
            }
            catch (LibvirtException exception)
            {
                diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
                return null;
            }
        }
    }

    private static async Task<ExplainResult> ExplainAsync(Workspace workspace, NewDomains domains, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var contents = new DiskContents(workspace.Graph, ObservedHost.Empty, isLocal: null, diagnostics);
        var explained = ImmutableArray.CreateBuilder<ExplainedDomain>();
        foreach (var spec in workspace.Graph.Resources.Where(static spec => spec.Id.Kind == ResourceKind.Domain))
        {
            var trace = new RuleTrace();
            await domains.DecideAsync(spec, contents.FormatOf, diagnostics, cancellationToken, trace).ConfigureAwait(false);
            explained.Add(new ExplainedDomain(spec.Id, [.. trace.Effects]));
        }

        return new ExplainResult(workspace.Graph, explained.DrainToImmutable(), [.. workspace.Diagnostics, .. diagnostics]);
    }

    private async Task<RenderResult> RenderAsync(Workspace workspace, NewDomains domains, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var contents = new DiskContents(workspace.Graph, ObservedHost.Empty, isLocal: null, diagnostics);
        var resources = ImmutableArray.CreateBuilder<RenderedXml>();
        foreach (var spec in workspace.Graph.Resources)
        {
            var xml = spec.Id.Kind == ResourceKind.Domain
                ? (await domains.DecideAsync(spec, contents.FormatOf, diagnostics, cancellationToken).ConfigureAwait(false))?.Final
                : renderer.Render(spec, diagnostics);
            if (xml is not null)
            {
                resources.Add(new RenderedXml(spec.Id, spec.Id.Kind.Patched is null ? ProvisionNamespace.WithoutMarks(xml) : ProvisionNamespace.WithReadableMarks(xml)));
            }
        }

        return new RenderResult(workspace.Graph, resources.DrainToImmutable(), [.. workspace.Diagnostics, .. diagnostics]);
    }

    /// <summary>What apply would do. Makes no call that changes anything.</summary>
    public async Task<PlanResult> PlanAsync(IHostConnector host, CancellationToken cancellationToken)
    {
        var look = await LookAsync(host, cancellationToken).ConfigureAwait(false);
        await using (look.ConfigureAwait(false))
        {
            return look.ToPlan();
        }
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
        await using (look.ConfigureAwait(false))
        {
            return await CarryOutAsync(look, host, options, confirmAsync, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes what the specs declare, users first; disks stay unless told.</summary>
    public async Task<ApplyResult> DestroyAsync(
        IHostConnector host,
        DestroyOptions options,
        Func<PlanResult, CancellationToken, Task<bool>> confirmAsync,
        IProgress<ApplyProgress>? progress,
        CancellationToken cancellationToken)
    {
        var look = await LookAtGoingAsync(host, options, cancellationToken).ConfigureAwait(false);
        await using (look.ConfigureAwait(false))
        {
            return await CarryOutAsync(look, host, options.ToApplyOptions(), confirmAsync, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Plans the removal of what the specs declare.</summary>
    internal async Task<HostLook> LookAtGoingAsync(IHostConnector host, DestroyOptions options, CancellationToken cancellationToken)
    {
        var connection = new EarlyConnection(host, cancellationToken);
        await using (connection.ConfigureAwait(false))
        {
            var look = await WithPrunedAsync(HostLook.At(load(cancellationToken)), host, connection, cancellationToken).ConfigureAwait(false);
            if (!look.Diagnostics.HasErrors && await ReadAsync(host, connection, look, references: [], cancellationToken).ConfigureAwait(false) is { } seen)
            {
                var attached = seen.Observed.Resources.Values.Any(static resource => resource.Id.Kind == ResourceKind.Network && resource.IsRunning)
                    ? await NetworkGuests.ReadAsync(host, look.Diagnostics, cancellationToken).ConfigureAwait(false)
                    : null;
                var going = DestroyPlanner.Plan(look.Graph, seen.Observed, options.DeleteStorage, attached);
                look = look with { Plan = new Plan([.. PatchPlan.Revert(look.Patches, seen.Observed), .. look.Pruned, .. going.Changes]), Observed = seen.Observed };
                await BaseGuard.CheckAsync(look, host, cancellationToken).ConfigureAwait(false);
            }

            return look;
        }
    }

    private static async Task<HostLook> WithPrunedAsync(HostLook look, IHostConnector host, EarlyConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return look.Diagnostics.HasErrors ? look : look with { Pruned = await ReplicaPruning.FindAsync(look.Graph.ReplicaSets, connection.Reader, cancellationToken).ConfigureAwait(false) };
        }
        catch (LibvirtException exception)
        {
            look.Diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return look;
        }
    }

    /// <summary>Plans what apply would do.</summary>
    internal async Task<HostLook> LookAsync(IHostConnector host, CancellationToken cancellationToken)
    {
        var connection = new EarlyConnection(host, cancellationToken);
        await using (connection.ConfigureAwait(false))
        {
            return await LookAsync(host, connection, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HostLook> LookAsync(IHostConnector host, EarlyConnection connection, CancellationToken cancellationToken)
    {
        var workspace = load(cancellationToken);
        var look = HostLook.At(workspace);
        if (look.Diagnostics.HasErrors)
        {
            return look;
        }

        look = await WithPathVolumesAsync(look, host, connection, cancellationToken).ConfigureAwait(false);
        if (look.Diagnostics.HasErrors)
        {
            return look;
        }

        // While the host answers, the templates are rendered and the facts read.
        var reading = ReadAsync(host, connection, look, [.. look.Graph.External.Select(static reference => reference.Id)], cancellationToken);
        var findings = new DiagnosticBag();
        var desired = Rendering.Render(renderer, look.Graph.Resources, findings);
        var patches = PatchPlan.Render(renderer, look.Patches, findings);
        if (!findings.HasErrors)
        {
            Rendering.CheckSecrets(renderer, [.. look.Graph.Resources, .. look.Patches], findings);
        }

        foreach (var kind in look.Graph.Resources.Concat(look.Patches).Select(static spec => spec.Id.Kind).Distinct())
        {
            KindFacts.For(kind);
        }

        var seen = await reading.ConfigureAwait(false);
        look.Diagnostics.AddRange(findings);
        if (seen is null || findings.HasErrors)
        {
            return look;
        }

        UnknownReferences.Report(look.Graph, seen.Observed.Exists, look.Diagnostics, seen.Observed.Holds);
        var rendered = look.Graph.Resources.Zip(desired).ToDictionary(static pair => pair.First.Id, static pair => new RenderedResource(pair.Second!, Creation: null));
        var contents = new DiskContents(look.Graph, seen.Observed, host.IsLocal, look.Diagnostics);
        try
        {
            look = await NewDomainPlan.AddAsync(seen, await connection.Reader.ConfigureAwait(false), renderer, contents, rendered, tools, cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtException exception)
        {
            look.Diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return look;
        }

        connection.BeginClose();
        if (look.Diagnostics.HasErrors)
        {
            return look;
        }

        var needs = workspace.Graph.Dependencies;
        (var layers, var graph) = PatchPlan.Select(look, patches, needs, rendered);

        // What goes itself needs no patch.
        layers = layers.RemoveRange(look.Pruned.Select(static pruned => pruned.Id));
        look = look with { Graph = graph };
        if (look.Diagnostics.HasErrors)
        {
            return look;
        }

        var input = new PlannerInput(look.Graph, rendered, look.Observed) { Layers = layers, DomainFields = () => renderer.MapOf(ResourceKind.Domain) };
        var plan = Planner.Plan(input, look.Diagnostics);
        plan = AddedDevices.Complete(plan, input, rendered, renderer, contents, look.Diagnostics);
        plan = plan with { Changes = plan.Changes.AddRange(look.Pruned) };
        look = look with { Graph = PatchPlan.WithPatched(look.Graph, layers, needs) };
        look = look with { Plan = await NetworkGuests.NameAsync(plan, input, host, look.Diagnostics, cancellationToken).ConfigureAwait(false) };
        await BaseGuard.CheckAsync(look, host, cancellationToken).ConfigureAwait(false);
        look.CheckFiles(host);
        return look;
    }

    private static async Task<HostLook> WithPathVolumesAsync(HostLook look, IHostConnector host, EarlyConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var pruned = await ReplicaPruning.FindAsync(look.Graph.ReplicaSets, connection.Reader, cancellationToken).ConfigureAwait(false);
            var graph = await PathVolumeSurvey.AddAsync(look.Graph, connection.Reader, host.IsLocal, look.Diagnostics, cancellationToken).ConfigureAwait(false);
            return look with { Graph = await DomainDiskSurvey.AddAsync(graph, connection.Reader, look.Diagnostics, cancellationToken).ConfigureAwait(false), Pruned = pruned };
        }
        catch (LibvirtException exception)
        {
            look.Diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return look;
        }
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
                [.. look.Graph.Resources.Where(VolumeCreation.HasContent).Select(static spec => spec.Id)])
            {
                WithAllDomains = !look.Patches.IsEmpty,
            };
            var observed = await reader.ObserveAsync(request, cancellationToken).ConfigureAwait(false);
            if (look.Graph.Resources.All(spec => spec.Id.Kind != ResourceKind.Domain || observed.Find(spec.Id) is not null))
            {
                connection.BeginClose();
            }

            return look with { Observed = observed };
        }
        catch (LibvirtException exception)
        {
            look.Diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return null;
        }
    }

    /// <summary>Whether carrying it out would change anything.</summary>
    internal static bool HasWork(HostLook look, ApplyOptions options) =>
        look.Plan is { } plan && !look.Diagnostics.HasErrors && (plan.HasChanges || plan.Changes.Any(change => OperationPlanner.Restarts(change, options)));

    /// <summary>Asks, does it and looks again.</summary>
    internal async Task<ApplyResult> CarryOutAsync(
        HostLook look,
        IHostConnector host,
        ApplyOptions options,
        Func<PlanResult, CancellationToken, Task<bool>> confirmAsync,
        IProgress<ApplyProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (look.Plan is null || look.Diagnostics.HasErrors)
        {
            return look.ToResult(report: null);
        }

        var guests = options.VerifiesIdentity ? GuestListening.GuestsOf(look) : [];
        if (look.Diagnostics.HasErrors)
        {
            return look.ToResult(report: null);
        }

        if (HasWork(look, options) && !await confirmAsync(look.ToPlan(), cancellationToken).ConfigureAwait(false))
        {
            return look.ToResult(report: null) with { IsDeclined = true };
        }

        var listening = new GuestListening(host, guests, options, progress, tools.Time, cancellationToken);
        var result = await new PlanApplication(host, tools, listening).RunAsync(look, options, cancellationToken).ConfigureAwait(false);
        return options.VerifiesIdentity ? await listening.CompleteAsync(result).ConfigureAwait(false) : result;
    }
}
