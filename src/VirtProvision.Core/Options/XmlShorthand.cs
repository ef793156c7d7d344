namespace VirtProvision.Core.Options;

/// <summary><c>--xml ./devices/@foo=bar</c>: an edit of the whole domain's XML.</summary>
internal sealed class XmlShorthand : OptionShorthand
{
    public override ImmutableArray<ShorthandName> Names { get; } =
    [
        new("xpath.delete", "Path of what goes.", HoldsCommas: true),
        new("xpath.set", "Path of what is set, with `=VALUE` unless `xpath.value` says it.", HoldsCommas: true),
        new("xpath.create", "Path of an element that is made.", HoldsCommas: true),
        new("xpath.value", "What to set.", HoldsCommas: true),
    ];

    public override List<OptionPiece>? Whole(OptionPiece value) =>
        value.Name.StartsWith("xpath.", StringComparison.Ordinal) ? null : [value.As("xpath.set", value.Name)];

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        var value = pieces.FindLast(static piece => piece is { Name: "xpath.value", Value: not null });
        var place = Last("create") ?? Last("set") ?? Last("delete");
        pieces.RemoveAll(piece => piece.Value is not null && Names.Any(name => name.Name == piece.Name));
        if (place is not null)
        {
            pieces.AddRange(PathEdits.Edit(place, place.Name["xpath.".Length..], value, ""));
        }

        OptionPiece? Last(string verb) => pieces.FindLast(piece => piece.Name == $"xpath.{verb}" && piece.Value is not null);
    }
}
