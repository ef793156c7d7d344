using System.Text;
using System.Xml;
using System.Xml.Linq;
using Scriban.Syntax;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

/// <summary>A template file as one XML tree: its expressions are numbered holes in text and names, its statements are elements of <see cref="Blocks"/>.</summary>
/// <param name="Root">An element around the file's content.</param>
/// <param name="Scripts">What the numbers stand for.</param>
internal sealed record TemplateMarkup(SourceFile File, XElement Root, ImmutableArray<ScriptNode> Scripts)
{
    public const string HoleStart = "vp-hole-";

    /// <summary>The elements that statements become. Not our public namespace, which a template may use for marks.</summary>
    public static readonly XNamespace Blocks = "urn:virtprovision:template-blocks";

    public static readonly XName FileRoot = Blocks + "file", Loop = Blocks + "loop", Choose = Blocks + "choose", When = Blocks + "when", Otherwise = Blocks + "otherwise",
        Include = Blocks + "include", Assign = Blocks + "assign";

    /// <summary>Where a node of the tree stands in the template: the last place of the template's own text at or before it.</summary>
    public required ImmutableArray<(int Line, int Column, TextPosition Place)> Anchors { get; init; }

    public TextSpan SpanOf(XObject node) => SpanAt(((IXmlLineInfo)node).LineNumber, ((IXmlLineInfo)node).LinePosition);

    public TextSpan SpanAt(int line, int column)
    {
        var place = new TextPosition(1, 1);
        foreach (var anchor in Anchors)
        {
            if (anchor.Line > line || (anchor.Line == line && anchor.Column > column))
            {
                break;
            }

            // Raw text is copied as it is: further on in the same line, or lines below at their own columns.
            place = anchor.Line == line
                ? new TextPosition(anchor.Place.Line, anchor.Place.Column + column - anchor.Column)
                : new TextPosition(anchor.Place.Line + line - anchor.Line, column);
        }

        return new TextSpan(File, place, place);
    }

    public static TextSpan SpanOf(SourceFile file, ScriptNode node) => new(
        file,
        new TextPosition(node.Span.Start.Line + 1, node.Span.Start.Column + 1),
        new TextPosition(node.Span.End.Line + 1, node.Span.End.Column + 2));
}
