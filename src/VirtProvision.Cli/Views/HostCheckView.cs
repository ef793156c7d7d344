using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Hosts;
using VirtProvision.Runtime.Fleet;

namespace VirtProvision.Cli.Views;

/// <summary>What works on hosts, and what to do about the rest.</summary>
internal sealed class HostCheckView(ImmutableArray<HostReview> hosts) : IView
{
    // A longer subject, such as a pool's name, pushes its own line only.
    private const int WidestSubject = 24;

    public void WriteText(TextWriter output, Style style)
    {
        foreach (var host in hosts)
        {
            output.WriteLine(style.Bold(Visible.Of(host.Name is null ? $"Host {host.Uri}" : $"Host {host.Name} ({host.Uri})")));
            if (host.IsSkipped)
            {
                output.WriteLine($"  {style.Yellow(Visible.Of($"In maintenance{(host.Reason is null ? "" : $": {host.Reason}")}. Nobody connected to it."))}");
            }

            var width = host.Checks.Select(static check => check.Subject.Length).Where(static length => length <= WidestSubject).DefaultIfEmpty().Max();
            foreach (var check in host.Checks)
            {
                output.WriteLine($"  {MarkOf(check.State, style)} {Visible.Of(check.Subject).PadRight(width)}  {Visible.Of(check.Text)}");
                if (check.Remedy is not null)
                {
                    output.WriteLine($"    {new string(' ', width)}  {style.Cyan("→")} {Visible.Of(check.Remedy)}");
                }
            }

            output.WriteLine(style.Bold(host.IsSkipped ? "  Not examined." : $"  {Count(host, CheckState.Failed)} failed, {Count(host, CheckState.Warning)} to look at, {Count(host, CheckState.Ok)} in order."));
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var host in hosts)
        {
            json.WriteStartObject();
            json.WriteString("host"u8, host.Label);
            json.WriteString("uri"u8, host.Uri);
            json.WriteString("state"u8, host.IsSkipped ? "maintenance"u8 : Count(host, CheckState.Failed) > 0 ? "failed"u8 : "done"u8);
            if (host.Reason is not null)
            {
                json.WriteString("reason"u8, host.Reason);
            }

            json.WriteStartArray("checks"u8);
            foreach (var check in host.Checks)
            {
                json.WriteStartObject();
                json.WriteString("subject"u8, check.Subject);
                json.WriteString("state"u8, check.State switch
                {
                    CheckState.Ok => "ok"u8,
                    CheckState.Warning => "warning"u8,
                    _ => "failed"u8,
                });
                json.WriteString("text"u8, check.Text);
                json.WriteString("remedy"u8, check.Remedy);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static int Count(HostReview host, CheckState state) => host.Checks.Count(check => check.State == state);

    private static string MarkOf(CheckState state, Style style) => state switch
    {
        CheckState.Ok => style.Green("✓"),
        CheckState.Warning => style.Yellow("!"),
        _ => style.Red("✗"),
    };
}
