namespace VirtProvision.Core.Options;

/// <summary><c>--cpu host,+x2apic,-vmx,forbid=foo</c>: words for CPUs that the host decides, and features one by one.</summary>
internal sealed class CpuShorthand : OptionShorthand
{
    private static readonly string[] s_policies = ["force", "require", "optional", "disable", "forbid"];

    public override bool Takes(string word) => word.Length > 1 && word[0] is '+' or '-';

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        var counts = s_policies.ToDictionary(static policy => policy, policy => context.Target.Find(policy)?.Items.Count ?? 0);
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var (policy, feature) = piece switch
            {
                { Value: null } when Takes(piece.Name) => (piece.Name[0] is '+' ? "force" : "disable", piece.Name[1..]),
                { Value.Length: > 0 } when s_policies.Contains(piece.Name) => (piece.Name, piece.Value),
                _ => (null, null),
            };
            if (policy is not null)
            {
                pieces[i] = piece.As($"{policy}{counts[policy]++}", feature);
            }
            else if (context.Means(piece, "model") && piece.Value is { Length: > 0 } model)
            {
                pieces[i] = ModeOf(model) is { } mode ? piece.As("mode", mode) : piece;
                if (ModeOf(model) is null)
                {
                    pieces.Add(piece.As("mode", "custom") with { IsDefault = true });
                    pieces.Add(piece.As("match", "exact") with { IsDefault = true });
                }
            }
        }
    }

    private static string? ModeOf(string model) => model switch
    {
        "host" => "host-copy",
        "clear" => "none",
        "none" or "host-copy" or "host-model" or "host-model-only" or "host-passthrough" or "maximum" => model,
        _ => null,
    };
}
