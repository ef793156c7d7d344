using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Snapshots;

namespace VirtProvision.Cli.Views;

/// <summary>What a snapshot holds, and how to use it.</summary>
internal sealed class SnapshotView(SnapshotSummary summary) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        output.WriteLine(
            $"{Visible.Of(summary.Source)} is written down in {Visible.Of(summary.Folder)}: {Counted(summary.Domains, "domain")}, {Counted(summary.Networks, "network")}, "
            + $"{Counted(summary.Pools, "pool")} with {Counted(summary.Volumes, "volume")}, {Counted(summary.NodeDevices, "device")}.");
        output.WriteLine(summary.HasSecrets ? "With passwords: only you can read the files." : "Passwords were left out.");
        output.WriteLine(style.Dim($"Use it with -c {Visible.Of(summary.Address)}"));
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("folder"u8, summary.Folder);
        json.WriteString("source"u8, summary.Source);
        json.WriteString("connection"u8, summary.Address);
        json.WriteBoolean("secrets"u8, summary.HasSecrets);
        json.WriteNumber("domains"u8, summary.Domains);
        json.WriteNumber("networks"u8, summary.Networks);
        json.WriteNumber("pools"u8, summary.Pools);
        json.WriteNumber("volumes"u8, summary.Volumes);
        json.WriteNumber("devices"u8, summary.NodeDevices);
        json.WriteNumber("machines"u8, summary.Machines);
        json.WriteEndObject();
    }

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}

/// <summary>Shows how far a snapshot has come.</summary>
internal sealed class SnapshotProgressLine(MovingLine line) : IProgress<SnapshotProgress>
{
    public void Report(SnapshotProgress value) => line.Show($"{value.Written} files written, reading {value.What}");
}
