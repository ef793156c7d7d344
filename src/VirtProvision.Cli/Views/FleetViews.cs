using VirtProvision.Core.Cloning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Fleet;

namespace VirtProvision.Cli.Views;

/// <summary>Which view shows a result: that of one host where no spec speaks of hosts, otherwise that of many. Null where there is nothing to show.</summary>
internal static class FleetViews
{
    public static IView? OfPlan(FleetResult<PlanResult> result, Func<ResourceGraph, IFieldNames> namesOf) =>
        Of(result, namesOf, static host => host.Plan);

    /// <param name="isPlanShown">Whether the plan was shown before it was carried out.</param>
    public static IView? OfChange(FleetResult<ApplyResult> result, Func<ResourceGraph, IFieldNames> namesOf, bool isPlanShown)
    {
        if (Of(result, namesOf, static host => host.Plan) is not { } plan)
        {
            return null;
        }

        if (result.Only is { } only)
        {
            return new ApplyView(plan, only.Report is { } report ? new ReportView(report, namesOf(only.Graph)) : null, isPlanShown) { Identities = only.Identities };
        }

        // Whoever declined knows what he declined.
        var isBegun = result.Hosts.Any(static host => host.Result is { Report: not null });
        var reports = new FleetReportView([.. result.Hosts.Select(host => new HostReport(HostHeading.Of(host), host.Result?.Report, namesOf(host.Result?.Graph ?? ResourceGraph.Empty)))]);
        return new ApplyView(plan, isBegun ? reports : null, isPlanShown) { Identities = IdentitiesOf(result) };
    }

    public static IView OfXml(FleetResult<RenderResult> result) => new XmlView(result.Only is { } only
        ? only.Resources
        : [.. result.Hosts.SelectMany(static host => host.Result?.Resources.Select(resource => resource with { Host = host.Label }) ?? [])]);

    public static IView OfDefaults(FleetResult<ExplainResult> result) => new ExplainView(result.Only is { } only
        ? only.Domains
        : [.. result.Hosts.SelectMany(static host => host.Result?.Domains.Select(domain => domain with { Host = host.Label }) ?? [])]);

    public static IView? OfStatus(FleetResult<StatusResult> result, IFieldNames names, DateTimeOffset now) =>
        result.Only is { } only ? only.HasErrors ? null : new StatusView(only.Status, names, now)
        : result.Findings.Any(static finding => finding.IsError) ? null
        : new FleetStatusView([.. result.Hosts.Select(static host => new HostStanding(HostHeading.Of(host), host.Result is { HasErrors: false } known ? known.Status : null))], names, now);

    // Hosts may have domains of one name.
    private static ImmutableDictionary<string, GuestIdentity>? IdentitiesOf(FleetResult<ApplyResult> result) => result.Hosts.All(static host => host.Result?.Identities is null)
        ? null
        : result.Hosts.SelectMany(static host => host.Result?.Identities?.Select(identity => KeyValuePair.Create($"{host.Label}/{identity.Key}", identity.Value)) ?? []).ToImmutableDictionary(StringComparer.Ordinal);

    private static IView? Of<TResult>(FleetResult<TResult> result, Func<ResourceGraph, IFieldNames> namesOf, Func<TResult, Core.Planning.Plan?> planOf)
        where TResult : PipelineResult
    {
        if (result.Only is { } only)
        {
            return planOf(only) is { } plan ? new PlanView(plan, namesOf(only.Graph)) : null;
        }

        return result.Findings.Any(static finding => finding.IsError)
            ? null
            : new FleetPlanView([.. result.Hosts.Select(host => new HostPlan(
                HostHeading.Of(host), host.Result is { } known ? planOf(known) : null, namesOf(host.Result?.Graph ?? ResourceGraph.Empty)))]);
    }
}
