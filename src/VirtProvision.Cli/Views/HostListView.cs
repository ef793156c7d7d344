using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Fleet;

namespace VirtProvision.Cli.Views;

/// <summary>The hosts that specs declare.</summary>
internal sealed class HostListView(ImmutableArray<HostEntry> hosts) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        var width = hosts.Select(static entry => entry.Host.Name.Length).DefaultIfEmpty().Max();
        foreach (var (host, resources) in hosts)
        {
            var labels = string.Join(",", host.Labels.Select(static label => $"{label.Key}={label.Value}"));
            var maintenance = host.IsInMaintenance ? style.Yellow(Visible.Of($"  in maintenance{(host.MaintenanceReason is null ? "" : $": {host.MaintenanceReason}")}")) : "";
            output.WriteLine(
                $"{style.Bold(Visible.Of(host.Name.PadRight(width)))}  {Visible.Of(host.Uri)}  {resources} resource{(resources == 1 ? "" : "s")}{(labels.Length == 0 ? "" : style.Dim(Visible.Of($"  {labels}")))}{maintenance}");
        }

        if (hosts.IsEmpty)
        {
            output.WriteLine("No host is declared.");
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var (host, resources) in hosts)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, host.Name);
            json.WriteString("uri"u8, host.Uri);
            json.WriteStartObject("labels"u8);
            foreach (var label in host.Labels)
            {
                json.WriteString(label.Key, label.Value);
            }

            json.WriteEndObject();
            json.WriteBoolean("maintenance"u8, host.IsInMaintenance);
            if (host.MaintenanceReason is not null)
            {
                json.WriteString("reason"u8, host.MaintenanceReason);
            }

            json.WriteNumber("resources"u8, resources);
            json.WriteString("file"u8, host.Span.File.Path);
            json.WriteNumber("line"u8, host.Span.Start.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
