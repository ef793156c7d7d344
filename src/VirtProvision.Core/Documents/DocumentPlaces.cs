using VirtProvision.Core.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VirtProvision.Core.Documents;

/// <summary>Translates the parser's marks, which count from where it was started, into places of the file.</summary>
/// <param name="LinesBefore">Lines of the file before the parser's first.</param>
internal readonly record struct DocumentPlaces(SourceFile File, int LinesBefore)
{
    public TextSpan Of(ParsingEvent item) => Between(item.Start, item.End);

    public TextSpan Between(in Mark start, in Mark end) => new(File, At(start), At(end));

    public TextPosition AfterBracket(ParsingEvent end)
    {
        var bracket = At(end.Start);
        return bracket with { Column = bracket.Column + 1 };
    }

    private TextPosition At(in Mark mark) => new((int)mark.Line + LinesBefore, (int)mark.Column);
}
