using VirtProvision.Core.Text;

namespace VirtProvision.Core.Options;

/// <summary>One piece of an option's value between commas: <c>size=20</c>, or a bare word.</summary>
/// <param name="Name">What stands before the <c>=</c>; for a bare word the word.</param>
/// <param name="Value">Null for a bare word.</param>
/// <param name="Span">The piece.</param>
/// <param name="ValueSpan">What stands after the <c>=</c>; for a bare word the piece.</param>
internal sealed record OptionPiece(string Name, string? Value, TextSpan Span, TextSpan ValueSpan)
{
    /// <summary>It gives way to what is said elsewhere, whatever the order.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The same place, said in plainer words.</summary>
    public OptionPiece As(string name, string? value) => this with { Name = name, Value = value };
}
