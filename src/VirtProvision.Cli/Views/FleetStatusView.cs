using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Views;

/// <param name="Status">Null where there is none, as the heading says.</param>
internal sealed record HostStanding(HostHeading Heading, HostStatus? Status);

/// <summary>How the objects of many hosts stand, host by host.</summary>
internal sealed class FleetStatusView(ImmutableArray<HostStanding> hosts, IFieldNames names, DateTimeOffset now) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var host in hosts)
        {
            host.Heading.WriteText(output, style, host.Status is null ? host.Heading.Absence(style) : null);
            if (host.Status is { } status)
            {
                new StatusView(status, names, now).WriteText(output, style);
            }

            output.WriteLine();
        }

        output.WriteLine(style.Bold($"{HostHeading.Counted(hosts.Length)}: {StatusView.Counts([.. hosts.SelectMany(static host => host.Status?.Resources ?? [])])}{HostHeading.Exceptions(hosts.Select(static host => host.Heading))}"));
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("hosts"u8);
        foreach (var host in hosts)
        {
            json.WriteStartObject();
            host.Heading.WriteJson(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("resources"u8);
        foreach (var host in hosts)
        {
            foreach (var resource in host.Status?.Resources ?? [])
            {
                StatusView.WriteJson(resource, names, now, json, host.Heading.Label);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
