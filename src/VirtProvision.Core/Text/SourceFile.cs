namespace VirtProvision.Core.Text;

/// <summary>A text the user gave us: a spec file, standard input, or an option on the command line.</summary>
/// <param name="Path">How diagnostics name it: the path as the user wrote it, <c>-</c> for standard input, <c>--set</c> for an option.</param>
/// <param name="Text">Its whole text.</param>
public sealed record SourceFile(string Path, string Text)
{
    public TextSpan Start => new(this, new TextPosition(1, 1), new TextPosition(1, 1));

    // Identity is the object: two files may share a path (standard input twice) and comparing texts would be slow.
    public bool Equals(SourceFile? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public override string ToString() => Path;
}
