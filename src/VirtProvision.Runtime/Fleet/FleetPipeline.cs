using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Operating;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Fleet;

/// <summary>
/// The journeys of all hosts that the specs speak of, several at a time; each is that of <see cref="Pipeline"/>. What goes wrong on one host stops no other.
/// Where no spec speaks of hosts there is one journey, to the host of the connection.
/// </summary>
/// <param name="connect">Leads to a host by its URI.</param>
public sealed class FleetPipeline(WorkspaceOptions specs, TemplateRenderer renderer, PipelineTools tools, FleetOptions options, Func<string, IHostConnector>? connect = null)
{
    /// <summary>Schemas, references and templates; no host.</summary>
    /// <param name="connection">Where goes what names no host. It is not connected to.</param>
    public FleetResult<ValidateResult> Validate(IHostConnector connection, CancellationToken cancellationToken)
    {
        var fleet = Load(connection, cancellationToken);
        if (fleet.Alone is { } alone)
        {
            return FleetResult.Of(alone.Pipeline.Validate(cancellationToken));
        }

        // What is wrong for many hosts is wrong in one place.
        ImmutableArray<(FleetHost Host, ValidateResult Result)> judged = [.. fleet.Hosts.Select(host => (host, host.Pipeline.Validate(cancellationToken)))];
        var findings = judged.SelectMany(static item => item.Result.Diagnostics).DistinctBy(static finding => (finding.Code, finding.Span, finding.Detail));
        return new FleetResult<ValidateResult>([.. judged.Select(static item => item.Host.Ended(HostState.Done, item.Result) with { Diagnostics = [] })], [.. fleet.Findings, .. findings])
        {
            Declared = fleet.Specs.Hosts,
        };
    }

    /// <summary>The XML of each resource as it would be created.</summary>
    /// <param name="asks">Whether the defaults are those of the hosts; otherwise those of a usual host, and nobody connects.</param>
    public Task<FleetResult<RenderResult>> RenderAsync(IHostConnector connection, bool asks, CancellationToken cancellationToken) =>
        LookAsync(connection, asks, host => host.Pipeline.RenderAsync(asks ? host.Connector : null, cancellationToken), cancellationToken);

    /// <summary>For each domain the defaults that it would be made with, and which rule gave them.</summary>
    public Task<FleetResult<ExplainResult>> ExplainAsync(IHostConnector connection, bool asks, CancellationToken cancellationToken) =>
        LookAsync(connection, asks, host => host.Pipeline.ExplainAsync(asks ? host.Connector : null, cancellationToken), cancellationToken);

    /// <summary>What apply would do. Makes no call that changes anything.</summary>
    public Task<FleetResult<PlanResult>> PlanAsync(IHostConnector connection, CancellationToken cancellationToken) =>
        LookAsync(connection, asks: true, host => host.Pipeline.PlanAsync(host.Connector, cancellationToken), cancellationToken);

    /// <summary>How what the specs declare stands. Makes no call that changes anything.</summary>
    public Task<FleetResult<StatusResult>> StatusAsync(IHostConnector connection, StatusRequest request, CancellationToken cancellationToken) =>
        LookAsync(connection, asks: true, host => host.Pipeline.StatusAsync(host.Connector, request, cancellationToken), cancellationToken);

    /// <summary>The only host that the run goes to, and its journey; null when there are several, or the specs are wrong, as the bag then says.</summary>
    public (IHostConnector Host, Pipeline Journey)? OnlyHost(IHostConnector connection, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var fleet = Load(connection, cancellationToken);
        diagnostics.AddRange(fleet.Findings);
        if (fleet is { HasErrors: false, Hosts: [var only] })
        {
            return (only.Connector, only.Pipeline);
        }

        if (!fleet.HasErrors)
        {
            diagnostics.Add(OperatingDiagnostics.OneHostAtATime(fleet.Hosts.Select(static host => host.Label)));
        }

        return null;
    }

    /// <summary>Plans for every host, asks once, does it and looks again.</summary>
    /// <param name="confirmAsync">Asked when there is something to do on any host.</param>
    public Task<FleetResult<ApplyResult>> ApplyAsync(
        IHostConnector connection,
        ApplyOptions apply,
        Func<FleetResult<PlanResult>, CancellationToken, Task<bool>> confirmAsync,
        IProgress<ApplyProgress>? progress,
        CancellationToken cancellationToken) =>
        ChangeAsync(connection, new FleetChange(apply, static (host, token) => host.Pipeline.LookAsync(host.Connector, token), confirmAsync, progress, cancellationToken));

    /// <summary>Removes what the specs declare, users first; disks stay unless told.</summary>
    public Task<FleetResult<ApplyResult>> DestroyAsync(
        IHostConnector connection,
        DestroyOptions destroy,
        Func<FleetResult<PlanResult>, CancellationToken, Task<bool>> confirmAsync,
        IProgress<ApplyProgress>? progress,
        CancellationToken cancellationToken) =>
        ChangeAsync(connection, new FleetChange(destroy.ToApplyOptions(), (host, token) => host.Pipeline.LookAtGoingAsync(host.Connector, destroy, token), confirmAsync, progress, cancellationToken));

    private async Task<FleetResult<ApplyResult>> ChangeAsync(IHostConnector connection, FleetChange change)
    {
        var early = Begin(connection, asks: true, change.CancellationToken);
        await using (early.ConfigureAwait(false))
        {
            var fleet = Load(early, change.CancellationToken);
            return fleet switch
            {
                { Alone: { } alone } => FleetResult.Of(await change.OnAsync(alone).ConfigureAwait(false)),
                { HasErrors: true } => new FleetResult<ApplyResult>([], fleet.Findings),
                _ => new FleetResult<ApplyResult>(await change.OnAllAsync(fleet, options.HostsAtOnce).ConfigureAwait(false), fleet.Findings),
            };
        }
    }

    private async Task<FleetResult<TResult>> LookAsync<TResult>(IHostConnector connection, bool asks, Func<FleetHost, Task<TResult>> lookAsync, CancellationToken cancellationToken)
        where TResult : PipelineResult
    {
        var early = Begin(connection, asks, cancellationToken);
        await using (early.ConfigureAwait(false))
        {
            var fleet = Load(early, cancellationToken);
            return fleet switch
            {
                { Alone: { } alone } => FleetResult.Of(await lookAsync(alone).ConfigureAwait(false)),
                { HasErrors: true } => new FleetResult<TResult>([], fleet.Findings),
                _ => new FleetResult<TResult>(await HostTurns.EachAsync(fleet.Hosts, options.HostsAtOnce, skips: asks, lookAsync, cancellationToken).ConfigureAwait(false), fleet.Findings),
            };
        }
    }

    // While the specs are read, the connection that most runs need comes about.
    private EarlyConnector Begin(IHostConnector connection, bool asks, CancellationToken cancellationToken) =>
        new(connection, begins: asks && options.Only.IsEmpty, cancellationToken);

    private FleetWorkspace Load(IHostConnector connection, CancellationToken cancellationToken) =>
        FleetWorkspace.Load(specs, options, connection, connect ?? HostConnectors.For, renderer, tools, cancellationToken);
}
