using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Core.Options;

/// <param name="Option">The option's name.</param>
/// <param name="Target">What the option has made so far.</param>
/// <param name="Type">The type of the device that is edited; null for a new one.</param>
internal sealed record ShorthandContext(string Option, OptionFields Fields, SpecBuilder Target, DiagnosticBag Diagnostics, string? Type = null)
{
    /// <summary>Whether the piece names the field, by whichever of its names.</summary>
    public bool Means(OptionPiece piece, string name) => piece.Name == name || (Fields.Find(piece.Name)?.Field is { } field && ReferenceEquals(Fields.Find(name)?.Field, field));

    /// <summary>The last piece that names the field: the one that counts.</summary>
    public OptionPiece? Last(List<OptionPiece> pieces, string name) => pieces.FindLast(piece => Means(piece, name));
}
