namespace VirtProvision.Core.Text;

/// <summary>A place in a text; both numbers count from 1, columns in UTF-16 units, as editors show them.</summary>
public readonly record struct TextPosition(int Line, int Column) : IComparable<TextPosition>
{
    public int CompareTo(TextPosition other) =>
        Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);

    public override string ToString() => $"{Line}:{Column}";
}

/// <summary>A stretch of a source file; <see cref="End"/> is the first position after it.</summary>
public readonly record struct TextSpan(SourceFile File, TextPosition Start, TextPosition End)
{
    /// <summary><c>file:line:column</c>, the form that editors and compilers share.</summary>
    public override string ToString() => $"{File.Path}:{Start}";
}
