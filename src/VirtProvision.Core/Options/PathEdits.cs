namespace VirtProvision.Core.Options;

/// <summary>
/// Edits by XPath that every device takes, relative to its element: <c>xpath1.set=./@model=foo</c>, <c>xpath2.create=./bar</c>, <c>xpath3.delete=./baz</c>. They
/// become items of its <c>xml</c>. In one number the last of <c>delete</c>, <c>set</c> and <c>create</c> counts.
/// </summary>
internal static class PathEdits
{
    public static bool Knows(string name) => Parse(name) is not null;

    public static void Rewrite(List<OptionPiece> pieces)
    {
        var edits = new SortedDictionary<int, (OptionPiece? Place, string Verb, OptionPiece? Value)>();
        foreach (var piece in pieces)
        {
            if (piece.Value is not null && Parse(piece.Name) is var (number, verb))
            {
                var edit = edits.GetValueOrDefault(number);
                edits[number] = verb is "value" ? edit with { Value = piece } : Rank(verb) >= Rank(edit.Verb) ? edit with { Place = piece, Verb = verb } : edit;
            }
        }

        pieces.RemoveAll(static piece => piece.Value is not null && Knows(piece.Name));
        var item = 0;
        foreach (var (place, verb, value) in edits.Values)
        {
            if (place is not null)
            {
                pieces.AddRange(Edit(place, verb, value, $"xml{item++}."));
            }
        }
    }

    /// <param name="prefix">What stands before the names of the edit's members.</param>
    public static IEnumerable<OptionPiece> Edit(OptionPiece place, string verb, OptionPiece? value, string prefix)
    {
        if (verb is not "set")
        {
            return [place.As(prefix + verb, place.Value)];
        }

        var path = place.Value!;
        if (value is null && Split(path) is var equals and >= 0)
        {
            value = place.As("value", path[(equals + 1)..]);
            path = path[..equals];
        }

        // Setting nothing takes it away.
        return value is { Value.Length: > 0 } ? [place.As(prefix + "set", path), value.As(prefix + "value", value.Value)] : [place.As(prefix + "delete", path)];
    }

    /// <summary>The = that is in no condition.</summary>
    private static int Split(string path)
    {
        var depth = 0;
        var found = -1;
        for (var i = 0; i < path.Length; i++)
        {
            depth += path[i] is '[' ? 1 : path[i] is ']' ? -1 : 0;
            if (depth is 0 && path[i] is '=')
            {
                found = i;
                break;
            }
        }

        return found;
    }

    private static int Rank(string? verb) => verb switch { "delete" => 1, "set" => 2, "create" => 3, _ => 0 };

    private static (int Number, string Verb)? Parse(string name)
    {
        if (!name.StartsWith("xpath", StringComparison.Ordinal) || name.IndexOf('.', StringComparison.Ordinal) is var dot && dot < 0)
        {
            return null;
        }

        var digits = name.AsSpan("xpath".Length, dot - "xpath".Length);
        var number = 0;
        return (digits.IsEmpty || int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number)) && name[(dot + 1)..] is "set" or "create" or "delete" or "value" ? (number, name[(dot + 1)..]) : null;
    }
}
