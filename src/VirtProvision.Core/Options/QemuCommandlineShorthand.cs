namespace VirtProvision.Core.Options;

/// <summary><c>--qemu-commandline='-display gtk,gl=on'</c>: arguments as a shell would split them, or one variable as <c>env=NAME=VALUE</c>.</summary>
internal sealed class QemuCommandlineShorthand : OptionShorthand
{
    public override ImmutableArray<ShorthandName> Names { get; } = [new("args", "Arguments, separated by blanks.", HoldsCommas: true), new("env", "A variable, as `NAME=VALUE`.", HoldsCommas: true)];

    public override List<OptionPiece> Whole(OptionPiece value)
    {
        var text = value.Name;
        return text.StartsWith("env=", StringComparison.Ordinal) ? [value.As("env", text["env=".Length..])]
            : text.StartsWith("clearxml=", StringComparison.Ordinal) ? [value.As("clearxml", text["clearxml=".Length..])]
            : [value.As("args", text.StartsWith("args=", StringComparison.Ordinal) ? text["args=".Length..] : text)];
    }

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        var plain = new List<OptionPiece>();
        foreach (var piece in pieces)
        {
            if (piece is { Name: "args", Value: { } line })
            {
                var number = context.Target.Find("args")?.Items.Count ?? 0;
                plain.AddRange(ShellWords.Split(line).Select((word, index) => piece.As($"args{number + index}", word)));
            }
            else if (piece is { Name: "env", Value: { } variables })
            {
                var number = context.Target.Find("envs")?.Items.Count ?? 0;
                foreach (var variable in ShellWords.Split(variables))
                {
                    var equals = variable.IndexOf('=', StringComparison.Ordinal);
                    plain.Add(piece.As($"env{number}.name", equals < 0 ? variable : variable[..equals]));
                    plain.Add(piece.As($"env{number++}.value", equals < 0 ? "" : variable[(equals + 1)..]));
                }
            }
            else
            {
                plain.Add(piece);
            }
        }

        pieces.Clear();
        pieces.AddRange(plain);
    }
}
