using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Kinds;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Views;

/// <summary>How one object stands, in the columns of a table.</summary>
internal sealed record StatusRow(string Name, string State, string Where, string Up, string Notes)
{
    public static readonly StatusRow Heading = new("NAME", "STATE", "ADDRESSES", "UP", "");

    public static StatusRow Of(ResourceStatus status, DateTimeOffset now) => new(
        Visible.Of(status.Id.ToString()),
        status.Reason is null ? status.State : $"{status.State} ({status.Reason})",
        WhereOf(status),
        UpOf(status, now),
        NotesOf(status));

    /// <summary>One line of all that matters, without what changes by itself as time goes by.</summary>
    public string Line => string.Join("  ", new[] { Name, State, Where, Notes }.Where(static part => part.Length > 0));

    /// <summary><c>3 d 4 h</c>, <c>12 min</c>.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => $"{(int)span.TotalDays} d {span.Hours} h",
        { TotalHours: >= 1 } => $"{span.Hours} h {span.Minutes} min",
        { TotalMinutes: >= 1 } => $"{span.Minutes} min",
        _ => $"{Math.Max(0, span.Seconds)} s",
    };

    private static string WhereOf(ResourceStatus status)
    {
        if (status.IsDomain)
        {
            return Visible.Of(string.Join(", ", status.Addresses.Select(static address => address.Address)));
        }

        return status switch
        {
            { Available: { } available, Capacity: { } capacity } => $"{Words.Size(available)} of {Words.Size(capacity)} free",
            { Allocation: { } allocation, Capacity: { } capacity } => $"{Words.Size(capacity)}, {Words.Size(allocation)} taken",
            _ => "",
        };
    }

    private static string UpOf(ResourceStatus status, DateTimeOffset now) =>
        !status.IsDomain || !status.IsActive ? "" : status.StartedAt is { } started ? Duration(now - started) : "?";

    private static string NotesOf(ResourceStatus status)
    {
        var notes = new List<string>();
        if (status.Standing.Drift.Length > 0)
        {
            notes.Add($"drift: {status.Standing.Drift.Length}");
        }

        if (status.Standing.Pending.Length > 0)
        {
            notes.Add($"pending restart: {status.Standing.Pending.Length}");
        }

        if (status.Autostart is true)
        {
            notes.Add("autostart");
        }

        if (status is { Exists: true, IsPersistent: false })
        {
            notes.Add("transient");
        }

        if (status is { Exists: true, Standing.IsManaged: false } && (status.IsDomain || status.Id.Kind == ResourceKind.Network))
        {
            notes.Add("not managed");
        }

        return string.Join(", ", notes);
    }
}
