using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Fleet;

namespace VirtProvision.Cli.Views;

/// <summary>What stands above the part of a report that is about one host, and how the run went there.</summary>
internal sealed record HostHeading(string Label, string Uri, HostState State, string? Reason)
{
    public static HostHeading Of<TResult>(HostRun<TResult> run)
        where TResult : PipelineResult => new(run.Label, run.Uri, run.State, run.Reason);

    /// <summary>The heading, and a line instead of a result where there is none.</summary>
    public void WriteText(TextWriter output, Style style, string? instead)
    {
        output.WriteLine(style.Bold(Visible.Of(Label == Uri ? $"Host {Label}" : $"Host {Label} ({Uri})")));
        if (instead is not null)
        {
            output.WriteLine(instead);
        }
    }

    /// <summary>Why there is no result.</summary>
    public string Absence(Style style) => State switch
    {
        HostState.Maintenance => style.Yellow(Visible.Of($"In maintenance{(Reason is null ? "" : $": {Reason}")}. Nobody connected to it.")),
        HostState.Interrupted => style.Yellow("Stopped before anything was changed here."),
        HostState.Failed => style.Red("Failed; the errors say why. Nothing was changed here."),
        _ => "Nothing to do.",
    };

    /// <summary>The members of a JSON object about the host.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("host"u8, Label);
        json.WriteString("uri"u8, Uri);
        json.WriteString("state"u8, State switch
        {
            HostState.Done => "done"u8,
            HostState.Failed => "failed"u8,
            HostState.Maintenance => "maintenance"u8,
            _ => "interrupted"u8,
        });
        if (Reason is not null)
        {
            json.WriteString("reason"u8, Reason);
        }
    }

    /// <summary>The hosts that a summary has to name: <c> Failed: node2. In maintenance: node3.</c></summary>
    public static string Exceptions(IEnumerable<HostHeading> hosts)
    {
        var states = hosts.ToLookup(static host => host.State, static host => host.Label);
        return Named("Failed", HostState.Failed) + Named("In maintenance", HostState.Maintenance) + Named("Stopped before", HostState.Interrupted);

        string Named(string what, HostState state) => states[state].Any() ? Visible.Of($" {what}: {string.Join(", ", states[state])}.") : "";
    }

    public static string Counted(int hosts) => $"{hosts} host{(hosts == 1 ? "" : "s")}";
}
