namespace VirtProvision.Core.Text;

/// <summary>A text the user gave us: a spec file, standard input, or an option on the command line.</summary>
/// <param name="Path">How diagnostics name it: the path as the user wrote it, <c>-</c> for standard input, <c>--set</c> for an option.</param>
/// <param name="Text">Its whole text.</param>
public sealed record SourceFile(string Path, string Text)
{
    /// <summary>The absolute folder that relative paths in the text start at; null when they have no start (an option).</summary>
    public string? Folder { get; init; }

    public TextSpan Start => new(this, new TextPosition(1, 1), new TextPosition(1, 1));

    /// <summary>The place of one character of <see cref="Text"/>, for an offset that no parser gave a line. Walks the text: for findings only.</summary>
    public TextSpan SpanAt(int offset)
    {
        var start = PositionAt(offset);
        return new TextSpan(this, start, offset < Text.Length && Text[offset] is not ('\r' or '\n') ? start with { Column = start.Column + 1 } : start);
    }

    private TextPosition PositionAt(int offset)
    {
        var line = 1;
        for (var i = 0; i < offset; i++)
        {
            if (Text[i] is '\n' || (Text[i] is '\r' && !(i + 1 < Text.Length && Text[i + 1] is '\n')))
            {
                line++;
            }
        }

        return new TextPosition(line, offset - Text.AsSpan(0, offset).LastIndexOfAny('\r', '\n'));
    }

    // Identity is the object: two files may share a path (standard input twice) and comparing texts would be slow.
    public bool Equals(SourceFile? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public override string ToString() => Path;
}
