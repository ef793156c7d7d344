using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Cloning;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Cloning;

namespace VirtProvision.Cli.Views;

/// <summary>Clones with what becomes, or became, of their disks.</summary>
/// <param name="report">Null when nothing was made.</param>
internal sealed class CloneView(PreparedClones prepared, ApplyReport? report) : IView
{
    /// <summary>What clones said of themselves, by name.</summary>
    public ImmutableDictionary<string, GuestIdentity> Identities { get; init; } = ImmutableDictionary<string, GuestIdentity>.Empty;

    public void WriteText(TextWriter output, Style style)
    {
        for (var i = 0; i < prepared.Plan!.Clones.Length; i++)
        {
            var clone = prepared.Plan.Clones[i];
            output.WriteLine($"{MarkOf(i, style)} {style.Bold(Visible.Of($"Domain/{clone.Name}"))}");
            if (!IsFailed(i))
            {
                foreach (var disk in clone.Disks.Where(static disk => disk.Action is not CloneDiskAction.Empty))
                {
                    output.WriteLine(Visible.Of($"    {disk.Target}: {Sentence(disk)}"));
                }

                if (clone.Seed is { } seed)
                {
                    output.WriteLine(Visible.Of($"    cloud-init: {seed.Path}"));
                }

                if (clone.NvramImage is { } nvram)
                {
                    output.WriteLine(Visible.Of($"    nvram: copied to {nvram.Path}"));
                }

                if (Identities.GetValueOrDefault(clone.Name) is { } identity)
                {
                    IdentityLines.Write(output, identity);
                }
            }
        }

        output.WriteLine(style.Bold(Summary()));
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        for (var i = 0; i < prepared.Plan!.Clones.Length; i++)
        {
            var clone = prepared.Plan.Clones[i];
            json.WriteStartObject();
            json.WriteString("name"u8, clone.Name);
            json.WriteString("uuid"u8, clone.Uuid);
            json.WriteString("state"u8, report is null ? "planned" : IsMade(i) ? "made" : IsFailed(i) ? "failed" : "skipped");
            json.WriteStartArray("disks"u8);
            foreach (var disk in clone.Disks)
            {
                json.WriteStartObject();
                json.WriteString("target"u8, disk.Target);
                json.WriteString("action"u8, WordOf(disk.Action));
                json.WriteString("original"u8, disk.SourcePath);
                json.WriteString("path"u8, disk.Path ?? disk.SourcePath);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("nvram"u8, clone.Nvram);
            json.WriteString("seed"u8, clone.Seed?.Path);
            if (prepared.Order.Start is { VerifiesIdentity: true })
            {
                json.WritePropertyName("identity"u8);
                IdentityLines.WriteJson(json, Identities.GetValueOrDefault(clone.Name));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private string Summary()
    {
        var count = prepared.Plan!.Clones.Length;
        if (report is null)
        {
            return $"{Clones(count)} would be made.";
        }

        return report.Succeeded ? $"Done: {Clones(count)} created." : $"Not done: {report.Count(OutcomeState.Applied)} of {Clones(count)} created.";
    }

    private bool IsMade(int index) => report?.Outcomes[index].State is OutcomeState.Applied;

    private bool IsFailed(int index) => report?.Outcomes[index].State is OutcomeState.Failed;

    private string MarkOf(int index, Style style) => report?.Outcomes[index].State switch
    {
        null => style.Green("+"),
        OutcomeState.Applied => style.Green("✓"),
        OutcomeState.Failed => style.Red("✗"),
        _ => style.Yellow("-"),
    };

    private static string Clones(int count) => count is 1 ? "1 clone" : string.Create(CultureInfo.InvariantCulture, $"{count} clones");

    private static string Sentence(CloneDisk disk) => disk.Action switch
    {
        CloneDiskAction.Copy => $"copy of {disk.SourcePath} at {disk.Path}",
        CloneDiskAction.Layer => $"layer upon {disk.SourcePath} at {disk.Path}",
        CloneDiskAction.LeaveOut => $"left out, {disk.SourcePath}",
        CloneDiskAction.Keep => $"{disk.Path} as it is",
        _ => $"shared with the original{(disk.SourcePath is null ? "" : $", {disk.SourcePath}")}",
    };

    private static string WordOf(CloneDiskAction action) => action switch
    {
        CloneDiskAction.Copy => "copy",
        CloneDiskAction.Layer => "layer",
        CloneDiskAction.Keep => "keep",
        CloneDiskAction.Empty => "empty",
        CloneDiskAction.LeaveOut => "leave-out",
        _ => "share",
    };
}
