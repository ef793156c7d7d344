using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Cli.Views;

/// <summary>One event: a line.</summary>
internal sealed class EventView(HostEvent one, DateTimeOffset at) : IView
{
    /// <summary>How <c>--type</c> and JSON spell the sorts of events.</summary>
    public static readonly ImmutableArray<(string Word, HostEventType Value)> Types =
    [
        ("lifecycle", HostEventType.Lifecycle),
        ("device", HostEventType.Device),
        ("block-job", HostEventType.BlockJob),
        ("metadata", HostEventType.Metadata),
        ("agent", HostEventType.Agent),
        ("network", HostEventType.Network),
        ("pool", HostEventType.Pool),
    ];

    private string Time => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public void WriteText(TextWriter output, Style style) =>
        output.WriteLine($"{style.Dim(Time)}  {style.Bold(Visible.Of($"{one.Kind.Name}/{one.Name}"))}  {one.What}{(one.Detail is null ? "" : Visible.Of($" ({one.Detail})"))}");

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("time"u8, Time);
        json.WriteString("type"u8, Types.First(type => type.Value == one.Type).Word);
        json.WriteString("kind"u8, one.Kind.Name);
        json.WriteString("name"u8, one.Name);
        json.WriteString("uuid"u8, one.Uuid.ToString());
        json.WriteString("event"u8, one.What);
        json.WriteString("detail"u8, one.Detail);
        json.WriteEndObject();
    }
}
