namespace VirtProvision.Core.Options;

/// <summary><c>--clock hpet_present=no,rtc_tickpolicy=catchup</c>: timers by name. They come before those that numbers name, in the order of this list.</summary>
internal sealed class ClockShorthand : OptionShorthand
{
    public override ImmutableArray<ShorthandName> Names { get; } =
    [
        new("pit_tickpolicy", "What happens to missed ticks of the pit timer."),
        new("rtc_tickpolicy", "What happens to missed ticks of the rtc timer."),
        new("platform_present", "Whether there is a platform timer."),
        new("pit_present", "Whether there is a pit timer."),
        new("rtc_present", "Whether there is an rtc timer."),
        new("hpet_present", "Whether there is an hpet timer."),
        new("tsc_present", "Whether there is a tsc timer."),
        new("kvmclock_present", "Whether there is a kvmclock timer."),
        new("hypervclock_present", "Whether there is a hypervclock timer."),
    ];

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        List<string> timers = [.. context.Target.Find("timers")?.Items.Select(static item => item.Find("name")?.Text ?? "") ?? []];
        var plain = new List<OptionPiece>();
        foreach (var name in Names)
        {
            if (pieces.FindLast(piece => piece.Name == name.Name) is not { Value: not null } piece)
            {
                continue;
            }

            var words = name.Name.Split('_');
            var number = timers.IndexOf(words[0]);
            if (number < 0)
            {
                number = timers.Count;
                timers.Add(words[0]);
            }

            plain.Add(piece.As($"timer{number}.name", words[0]));
            plain.Add(piece.As($"timer{number}.{words[1]}", piece.Value));
        }

        pieces.RemoveAll(piece => piece.Value is not null && Names.Any(name => name.Name == piece.Name));
        pieces.InsertRange(0, plain);
    }
}
