namespace VirtProvision.Core.Options;

/// <summary><c>--boot hd,cdrom,uefi</c>: kinds of devices in the order to try them; firmware features by name; a container's arguments as one text.</summary>
internal sealed class BootShorthand : OptionShorthand
{
    private static readonly string[] s_devices = ["hd", "cdrom", "fd", "network"];
    private static readonly ShorthandName s_featureName = new("firmware.feature[].name", "Feature that the firmware has or lacks.");
    private static readonly ShorthandName s_featureEnabled = new("firmware.feature[].enabled", "Whether it has it.");

    public override ImmutableArray<ShorthandName> Names =>
    [
        new("hd", "Boot from the first hard disk, in the order of these words."),
        new("cdrom", "Boot from the CD."),
        new("fd", "Boot from the floppy."),
        new("network", "Boot from the network."),
        s_featureName,
        s_featureEnabled,
        new("initargs", "Arguments of the first program, as one text (containers)."),
    ];

    public override bool Takes(string word) => s_devices.Contains(word) || word is "uefi";

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        var device = 0;
        var plain = new List<OptionPiece>(pieces.Count);
        foreach (var piece in pieces)
        {
            if (piece.Name is "uefi" && piece.Value is null)
            {
                plain.Add(piece.As("uefi", "yes"));
            }
            else if (s_devices.Contains(piece.Name) && OptionValue.Boolean(piece.Value ?? "yes") is true)
            {
                plain.Add(piece.As($"boot{device++}.dev", piece.Name));
            }
            else if (piece is { Name: "initargs" or "initarg", Value: { } text })
            {
                plain.AddRange(ShellWords.Split(text).Select((word, index) => piece.As($"initarg{index}", word)));
            }
            else if (s_featureEnabled.NumberIn(piece.Name) is { } number)
            {
                var name = pieces.FindLast(other => s_featureName.NumberIn(other.Name) == number)?.Value ?? piece.Name;
                plain.Add(piece.As($"firmware.{name}", piece.Value));
            }
            else if (s_featureName.NumberIn(piece.Name) is null)
            {
                plain.Add(piece);
            }
        }

        if (device > 0)
        {
            context.Target.Find("devs")?.Clear();
        }

        pieces.Clear();
        pieces.AddRange(plain);
    }
}
