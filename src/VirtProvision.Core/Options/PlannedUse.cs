using VirtProvision.Core.Text;

namespace VirtProvision.Core.Options;

/// <summary>An option to be applied: one that makes part of the spec, older spellings already turned into it.</summary>
/// <param name="File">The value as a text with places, called after what stands on the command line.</param>
/// <param name="Value">Null when the option stands alone.</param>
/// <param name="Pieces">What older options say; not to be split again. Null when the value is the option's own.</param>
internal sealed record PlannedUse(OptionDefinition Option, SourceFile File, string? Value, List<OptionPiece>? Pieces)
{
    public TextSpan Span => OptionSyntax.Span(File, 0, File.Text.Length);
}
