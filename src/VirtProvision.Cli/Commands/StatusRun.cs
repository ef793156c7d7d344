using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Fleet;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

/// <summary>One run of status: of what specs declare on however many hosts, or of what one host remembers; once, or on and on.</summary>
internal sealed class StatusRun(SpecOptions specs, HostOptions hosts, ParseResult parse, CommandContext context)
{
    private readonly Presenter _presenter = GlobalOptions.PresenterOf(parse, context);
    private readonly SpecFieldNames _names = new(TemplateRenderer.Embedded, SchemaCatalog.Embedded, ResourceGraph.Empty);
    private readonly TimeProvider _time = PipelineTools.Default.Time;

    public required StatusRequest Request { get; init; }

    public string? Labels { get; init; }

    public bool Watches { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        var request = Request with { Labels = DomainOptions.LabelsOf(Labels, findings) };
        if (findings.HasErrors)
        {
            return _presenter.Present(findings, result: null, ExitCode.Failed);
        }

        var host = HostConnectors.For(GlobalOptions.ConnectionUri(parse, context));
        if (parse.GetValue(specs.Paths) is { Length: > 0 } || parse.GetValue(hosts.Only) is { Length: > 0 })
        {
            var fleet = new FleetPipeline(specs.ReadWorkspace(parse, context), TemplateRenderer.Embedded, PipelineTools.Default, hosts.Read(parse));
            return await OfSpecsAsync(fleet, host, request, cancellationToken).ConfigureAwait(false);
        }

        if (Watches)
        {
            return await WatchAsync(host, token => new StatusSurvey(host).ReadAsync(request, specs: null, token), cancellationToken).ConfigureAwait(false);
        }

        var status = await new StatusSurvey(host).ReadAsync(request, specs: null, cancellationToken).ConfigureAwait(false);
        return _presenter.Present(status.Diagnostics, status.HasErrors ? null : new StatusView(status, _names, _time.GetUtcNow()), status.HasErrors ? ExitCode.Failed : ExitCode.Done);
    }

    private async Task<int> OfSpecsAsync(FleetPipeline fleet, IHostConnector connection, StatusRequest request, CancellationToken cancellationToken)
    {
        if (!Watches)
        {
            var result = await fleet.StatusAsync(connection, request, cancellationToken).ConfigureAwait(false);
            return _presenter.Present(result.Diagnostics, FleetViews.OfStatus(result, _names, _time.GetUtcNow()), result.HasErrors ? ExitCode.Failed : ExitCode.Done);
        }

        var findings = new DiagnosticBag();
        if (fleet.OnlyHost(connection, findings, cancellationToken) is not var (host, journey))
        {
            return _presenter.Present(findings, result: null, ExitCode.Failed);
        }

        return await WatchAsync(host, async token => (await journey.StatusAsync(host, request, token).ConfigureAwait(false)).Status, cancellationToken).ConfigureAwait(false);
    }

    private Task<int> WatchAsync(IHostConnector host, Func<CancellationToken, Task<HostStatus>> readAsync, CancellationToken cancellationToken) =>
        new StatusWatch(host, readAsync, _names, _presenter, context, _time).RunAsync(cancellationToken);
}
