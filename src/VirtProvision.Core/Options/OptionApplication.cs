using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Options;

/// <summary>Puts uses of options into the spec, one after the other.</summary>
internal sealed class OptionApplication(OptionCatalog catalog, SpecBuilder root, OptionParserSettings settings, DiagnosticBag diagnostics)
{
    public const string Spec = "spec";

    private readonly List<string> _cleared = [];

    public ImmutableArray<string> Cleared => [.. _cleared];

    public void Apply(PlannedUse use)
    {
        var option = use.Option;
        if (!catalog.ShapeOf(option).IsObject)
        {
            Scalar(use);
        }
        else if (use.Pieces is { } pieces)
        {
            Pieces(use, pieces);
        }
        else if (use.Value is null or "default" && !option.Words.ContainsKey("default"))
        {
            // Something of this kind, and nothing said of it.
            Target(use, []).IsKept = true;
        }
        else if (option.Words.TryGetValue(use.Value!, out var words))
        {
            foreach (var word in words)
            {
                Pieces(use, Reworded(word, use.Span));
            }
        }
        else if (use.Value is "none" && !NoneIsPositional(option))
        {
            None(use);
        }
        else
        {
            var whole = new OptionPiece(use.Value!, null, use.Span, use.Span);
            Pieces(use, ShorthandCatalog.Of(option.Name).Whole(whole) ?? OptionSyntax.Split(use.File, diagnostics));
        }
    }

    // A CPU or a machine of that name is said like any other value.
    private static bool NoneIsPositional(OptionDefinition option) => option.Name is "--cpu";

    private void None(PlannedUse use)
    {
        switch (use.Option.None)
        {
            case null:
                break;
            case "empty":
                At(OptionPath.Parse(use.Option.Makes!)[..^1], root.Member(Spec, use.Span), use.Span)
                    .Member(OptionPath.Parse(use.Option.Makes!)[^1].Member, use.Span).Empty();
                break;
            case var pieces:
                Pieces(use, Reworded(pieces, use.Span));
                break;
        }
    }

    private void Scalar(PlannedUse use)
    {
        var option = use.Option;
        var shape = catalog.ShapeOf(option);
        var target = Target(use, []);
        if (use.Value is null)
        {
            target.Put(ScalarNode.Boolean(use.Span, true), isDefault: false);
        }
        else if (use.Value.Length is 0)
        {
            target.Put(null, isDefault: false);
        }
        else if (OptionValue.Read(use.Value, use.Span, option.Name, shape, diagnostics) is { } value)
        {
            target.Put(option.Joins is { } between && target.Text is { } before ? value with { Text = before + between + value.Text } : value, isDefault: false);
        }
    }

    private void Pieces(PlannedUse use, List<OptionPiece> pieces)
    {
        var option = use.Option;
        var fields = catalog.FieldsOf(option);
        var shorthand = ShorthandCatalog.Of(option.Name);
        pieces = [.. pieces];
        NamePositions(option, shorthand, pieces);
        var reader = new OptionPieceReader(option, fields, shorthand);
        pieces = reader.JoinCommas(pieces);
        var target = Target(use, pieces);
        if (pieces.FindLast(static piece => piece.Name is "clearxml") is { Value: { } clear } && OptionValue.Boolean(clear) is true)
        {
            target.Clear();
            _cleared.Add(option.Name);
        }

        pieces.RemoveAll(static piece => piece.Name is "clearxml");
        var context = new ShorthandContext(option.Name, fields, target, diagnostics, settings.Type);
        if (option.Name is not "--xml")
        {
            PathEdits.Rewrite(pieces);
        }

        shorthand.Rewrite(pieces, context);
        foreach (var piece in AmountUnits.Join(pieces, fields))
        {
            Piece(use, piece, target, context);
        }
    }

    /// <summary>Leading bare words are values of the sub-options that the option is known for.</summary>
    private static void NamePositions(OptionDefinition option, OptionShorthand shorthand, List<OptionPiece> pieces)
    {
        for (var i = 0; i < option.Positional.Length && i < pieces.Count && pieces[i].Value is null && !shorthand.Takes(pieces[i].Name); i++)
        {
            pieces[i] = pieces[i].As(option.Positional[i], pieces[i].Name);
        }
    }

    private void Piece(PlannedUse use, OptionPiece piece, SpecBuilder target, ShorthandContext context)
    {
        var option = use.Option;
        if (option.WithoutEffect.Contains(piece.Name))
        {
            diagnostics.Add(OptionDiagnostics.WithoutEffect(piece.Span, option.Name, piece.Name));
            return;
        }

        foreach (var (name, words) in option.Meanings)
        {
            if (context.Means(piece, name) && piece.Value is { } word && words.TryGetValue(word, out var meaning))
            {
                foreach (var plain in Reworded(meaning, piece.Span))
                {
                    Put(use, plain, target);
                }

                return;
            }
        }

        Put(use, piece, target);
    }

    private void Put(PlannedUse use, OptionPiece piece, SpecBuilder target)
    {
        var option = use.Option;
        var name = piece.Name;
        var fields = catalog.FieldsOf(option);
        if (name.StartsWith("--", StringComparison.Ordinal))
        {
            // Another option's field, as a shorthand says it.
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            option = catalog.Find(name[..dot])!;
            fields = catalog.FieldsOf(option);
            name = name[(dot + 1)..];
            target = At(OptionPath.Parse(option.Makes!), root.Member(Spec, piece.Span), piece.Span);
        }

        if (fields.Find(name) is not { } place)
        {
            diagnostics.Add(piece.Value is null
                ? OptionDiagnostics.NoValue(piece.Span, use.Option.Name, name)
                : OptionDiagnostics.UnknownSubOption(piece.Span, use.Option.Name, name, new OptionPieceReader(option, fields, ShorthandCatalog.Of(option.Name)).Names));
            return;
        }

        if (piece.Value is null)
        {
            diagnostics.Add(OptionDiagnostics.NoValue(piece.Span, use.Option.Name, name));
            return;
        }

        var node = PlaceOf(place, target, piece);
        if (piece.Value.Length is 0)
        {
            node.Put(settings.KeepsUnset ? new ScalarNode(piece.Span, "", ScalarKind.Null, IsPlain: true) : null, isDefault: false);
        }
        else if (OptionValue.Read(piece.Value, piece.ValueSpan, name, place.Field.Shape, diagnostics) is { } value)
        {
            node.Put(value, piece.IsDefault);
        }
    }

    private SpecBuilder PlaceOf(FieldPlace place, SpecBuilder target, OptionPiece piece)
    {
        var at = !place.Field.IsAbsolute ? target : place.Field.Path[0].Member is DomainName.Path ? root : root.Member(Spec, piece.Span);
        var number = 0;
        foreach (var step in place.Field.Path)
        {
            at = at.Member(step.Member, piece.Span);
            at = step.IsList ? at.Item(place.Indexes[number++], piece.Span) : at;
        }

        return at;
    }

    /// <summary>What the option makes; a new item each time when it makes items, unless it says that they are one.</summary>
    private SpecBuilder Target(PlannedUse use, List<OptionPiece> pieces)
    {
        var option = use.Option;
        if (option.Makes is DomainName.Path)
        {
            return root.Member(DomainName.Path, use.Span);
        }

        var path = OptionPath.Parse(option.Makes!);
        var spec = root.Member(Spec, use.Span);
        if (!path[^1].IsList)
        {
            return At(path, spec, use.Span);
        }

        var list = At(path[..^1], spec, use.Span).Member(path[^1].Member, use.Span);
        if (option.Merge is { } key)
        {
            var fields = catalog.FieldsOf(option);
            var value = pieces.FindLast(piece => piece.Name == key)?.Value;
            foreach (var item in list.Items)
            {
                if (value is null || item.Find(key)?.Text is not { } text || text == value)
                {
                    return item;
                }
            }
        }

        return list.NewItem(use.Span);
    }

    private static SpecBuilder At(ImmutableArray<FieldStep> path, SpecBuilder from, TextSpan span)
    {
        foreach (var step in path)
        {
            from = from.Member(step.Member, span);
            from = step.IsList ? from.Item(0, span) : from;
        }

        return from;
    }

    /// <summary>Pieces as the catalogue writes them, at the place of what they stand for.</summary>
    private static List<OptionPiece> Reworded(string text, TextSpan span)
    {
        var pieces = new List<OptionPiece>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            pieces.Add(new OptionPiece(part[..equals], part[(equals + 1)..], span, span));
        }

        return pieces;
    }
}
