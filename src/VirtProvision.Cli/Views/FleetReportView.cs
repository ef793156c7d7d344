using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Fleet;

namespace VirtProvision.Cli.Views;

/// <param name="Report">Null where nothing was begun, as the heading says.</param>
internal sealed record HostReport(HostHeading Heading, ApplyReport? Report, IFieldNames Names);

/// <summary>What became of many hosts' plans, host by host, and what it comes to.</summary>
internal sealed class FleetReportView(ImmutableArray<HostReport> hosts) : IView
{
    private readonly ApplyReport _all = new([.. hosts.SelectMany(static host => host.Report?.Outcomes ?? [])]);

    private bool Succeeded => _all.Succeeded && hosts.All(static host => host.Heading.State is HostState.Done or HostState.Maintenance);

    public void WriteText(TextWriter output, Style style)
    {
        foreach (var host in hosts)
        {
            host.Heading.WriteText(output, style, host.Report is null ? host.Heading.Absence(style) : null);
            if (host.Report is { } report)
            {
                new ReportView(report, host.Names).WriteText(output, style);
            }

            output.WriteLine();
        }

        output.WriteLine(style.Bold(
            $"{HostHeading.Counted(hosts.Length)}, {(Succeeded ? "done" : "not done")}: {ReportView.CountsOf(_all)}.{HostHeading.Exceptions(hosts.Select(static host => host.Heading))}"));
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("succeeded"u8, Succeeded);
        json.WriteStartArray("hosts"u8);
        foreach (var host in hosts)
        {
            json.WriteStartObject();
            host.Heading.WriteJson(json);
            if (host.Report is { } report)
            {
                WriteSummary(report, json);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteSummary(_all, json);
        json.WriteStartArray("outcomes"u8);
        foreach (var host in hosts.Where(static host => host.Report is not null))
        {
            new ReportView(host.Report!, host.Names).WriteOutcomes(json, host.Heading.Label);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSummary(ApplyReport report, Utf8JsonWriter json)
    {
        json.WriteStartObject("summary"u8);
        foreach (var state in Enum.GetValues<OutcomeState>())
        {
            json.WriteNumber(ReportView.Word(state), report.Count(state));
        }

        json.WriteEndObject();
    }
}
