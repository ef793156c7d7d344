using VirtProvision.Core.Comparison;
using VirtProvision.Core.Planning;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Cli.Views;

/// <summary>How output and options spell what the code has as enums.</summary>
internal static class Words
{
    public static readonly ImmutableArray<(string Word, Disruption Value)> Disruptions =
    [
        ("none", Disruption.None),
        ("live", Disruption.Live),
        ("next-boot", Disruption.NextBoot),
        ("restart", Disruption.Restart),
        ("replace", Disruption.Replace),
        ("data-loss", Disruption.DataLoss),
    ];

    /// <summary>What an option may allow: losing data is allowed by name only.</summary>
    public static readonly ImmutableArray<(string Word, Disruption Value)> AllowedDisruptions = Disruptions[..^1];

    public static string Of(Disruption disruption) => Disruptions.First(item => item.Value == disruption).Word;

    public static string Of(Effect effect) => effect switch
    {
        Effect.Live => "live",
        Effect.NextStart => "next-boot",
        Effect.Replace => "replace",
        _ => "data-loss",
    };

    public static string Of(ChangeAction action) => action switch
    {
        ChangeAction.NoOp => "none",
        ChangeAction.Create => "create",
        ChangeAction.Update => "update",
        ChangeAction.Replace => "replace",
        _ => "delete",
    };

    public static string Of(FieldState state) => state switch
    {
        FieldState.Applied => "applied",
        FieldState.Pending => "pending",
        _ => "failed",
    };

    /// <summary>An operation that was done.</summary>
    public static string Of(Operation operation) => operation switch
    {
        DefineNew => "defined",
        Redefine => "redefined",
        RedefineEdited => "redefined",
        StartEdited => "started",
        Remember => "remembered",
        Undefine => "undefined",
        BuildPool => "built",
        StartResource => "started",
        StartInstall => "installation started",
        StopResource => "stopped",
        ShutdownGuest => "shut down",
        SetAutostart { Autostart: true } => "set to autostart",
        SetAutostart => "taken off autostart",
        ApplyLive => "updated while running",
        CreateVolume => "created",
        CloneVolume { Linked: true } => "layered",
        CloneVolume => "copied",
        UploadVolume => "uploaded",
        FetchImage => "fetched",
        ResizeVolume => "resized",
        DeleteVolume => "deleted",
        FlattenDisks => "flattened",
        RestoreDefinition => "restored",
        _ => operation.Verb,
    };

    /// <summary>Bytes for people: <c>1.5 GiB</c>.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        double size = bytes;
        var unit = 0;
        for (; size >= 1024 && unit < units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{size:0.#} {units[unit]}");
    }

    public static string Of(FieldChangeKind kind) => kind switch
    {
        FieldChangeKind.Add => "add",
        FieldChangeKind.Remove => "remove",
        _ => "modify",
    };
}
