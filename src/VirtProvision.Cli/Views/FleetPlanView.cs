using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Planning;

namespace VirtProvision.Cli.Views;

/// <param name="Plan">Null where there is none, as the heading says.</param>
internal sealed record HostPlan(HostHeading Heading, Plan? Plan, IFieldNames Names);

/// <summary>The plans of many hosts, host by host, and what they come to.</summary>
internal sealed class FleetPlanView(ImmutableArray<HostPlan> hosts) : IView
{
    private readonly Plan _all = new([.. hosts.SelectMany(static host => host.Plan?.Changes ?? [])]);

    public void WriteText(TextWriter output, Style style)
    {
        foreach (var host in hosts)
        {
            host.Heading.WriteText(output, style, host.Plan is null ? host.Heading.Absence(style) : null);
            if (host.Plan is { } plan)
            {
                new PlanView(plan, host.Names).WriteText(output, style);
            }

            output.WriteLine();
        }

        var changes = _all.HasChanges ? PlanView.CountsOf(_all) : $"no changes.{PlanView.NotesOf(_all)}";
        output.WriteLine(style.Bold($"{HostHeading.Counted(hosts.Length)}: {changes}{HostHeading.Exceptions(hosts.Select(static host => host.Heading))}"));
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        PlanJson.WriteSummary(_all, json);
        json.WriteStartArray("hosts"u8);
        foreach (var host in hosts)
        {
            json.WriteStartObject();
            host.Heading.WriteJson(json);
            if (host.Plan is { } plan)
            {
                PlanJson.WriteSummary(plan, json);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("changes"u8);
        foreach (var host in hosts)
        {
            foreach (var change in host.Plan?.Changes ?? [])
            {
                PlanJson.WriteChange(change, host.Names, json, host.Heading.Label);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
