using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VirtProvision.Core.Documents;

/// <summary>Makes the nodes of one document from the parser's events. Recursion is as deep as <see cref="DocumentLimits.Depth"/> at most.</summary>
internal sealed class DocumentBuilder(IParser parser, DocumentPlaces places, YamlMask mask, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, Built?> _anchors = [];
    private readonly Stack<(TextSpan Span, char Bracket)> _open = [];
    private readonly int _findingsBefore = diagnostics.Count;
    private TextPosition _end;
    private long _aliased;

    /// <summary>A node and how much a use of it by alias adds.</summary>
    private readonly record struct Built(DocumentNode Node, int Size, int Height);

    /// <summary>The innermost collection not yet ended, with <c>[</c> or <c>{</c> when it is written in brackets.</summary>
    public (TextSpan Span, char Bracket)? InnermostOpen => _open.TryPeek(out var open) ? open : null;

    /// <summary>Reads the node at which the parser stands and moves behind it.</summary>
    public DocumentNode Read() => ReadNode(depth: 1).Node;

    private Built ReadNode(int depth)
    {
        switch (parser.Current)
        {
            case Scalar scalar:
                var node = ScalarReader.Read(scalar, places.Of(scalar), mask, Report);
                Leave(node.Span.End);
                return Anchored(scalar, new Built(node, 1, 0));

            case AnchorAlias alias:
                var target = ReadAlias(alias, depth);
                Leave(places.Of(alias).End);
                return target;

            case SequenceStart start:
                CheckTag(start, "tag:yaml.org,2002:seq");
                return ReadCollection(start, start.Style is SequenceStyle.Flow ? '[' : ' ', depth, ReadItems);

            case MappingStart start:
                CheckTag(start, "tag:yaml.org,2002:map");
                return ReadCollection(start, start.Style is MappingStyle.Flow ? '{' : ' ', depth, ReadEntries);

            default:
                // The parser ends a mapping after a key on a few malformed texts; it is one of its contradictions, as those it throws this for itself.
                throw new InvalidOperationException($"The YAML parser gave {parser.Current} where a node begins.");
        }
    }

    private Built ReadCollection(NodeEvent start, char bracket, int depth, Func<TextSpan, bool, int, Built> read)
    {
        var span = places.Of(start);
        if (depth > DocumentLimits.Depth)
        {
            throw new DocumentRefusedException(DocumentDiagnostics.TooDeep(span));
        }

        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = null;
        }

        _open.Push((span, bracket));
        parser.MoveNext();
        return Anchored(start, read(span, bracket is not ' ', depth));
    }

    private Built ReadItems(TextSpan span, bool inBrackets, int depth)
    {
        var items = ImmutableArray.CreateBuilder<DocumentNode>();
        var (size, height) = (1, 0);
        while (parser.Current is not SequenceEnd)
        {
            var item = ReadNode(depth + 1);
            items.Add(item.Node);
            (size, height) = (size + item.Size, Math.Max(height, item.Height));
        }

        return new Built(new SequenceNode(End(span, inBrackets), items.DrainToImmutable()), size, height + 1);
    }

    private Built ReadEntries(TextSpan span, bool inBrackets, int depth)
    {
        var entries = new MappingBuilder();
        var (size, height) = (1, 0);
        while (parser.Current is not MappingEnd)
        {
            var keySpan = places.Of(parser.Current!);
            var key = ReadNode(depth + 1).Node;
            var value = ReadNode(depth + 1);
            (size, height) = (size + value.Size + 1, Math.Max(height, value.Height));
            if (key is not ScalarNode scalar)
            {
                Report(DocumentDiagnostics.KeyIsNoScalar(keySpan));
            }
            else if (scalar is { IsNull: true, Text: "" })
            {
                // The parser gives what is not there a place that may lie behind the mapping.
                Report(DocumentDiagnostics.MissingKey(value.Node is ScalarNode { IsNull: true, Text: "" } ? span : value.Node.Span));
            }
            else if (scalar is { IsPlain: true, Text: "<<" })
            {
                if (!entries.Merge(value.Node))
                {
                    Report(DocumentDiagnostics.MergeNeedsMapping(value.Node.Span));
                }
            }
            else if (entries.Add(scalar with { Span = keySpan }, value.Node) is { } first)
            {
                Report(DocumentDiagnostics.DuplicateKey(keySpan, scalar.Text, first.Span));
            }
        }

        return new Built(new MappingNode(End(span, inBrackets), entries.Build()), size, height + 1);
    }

    // A block ends where its last child does; the scanner notices it only at the next thing.
    private TextSpan End(TextSpan span, bool inBrackets)
    {
        _open.Pop();
        Leave(inBrackets ? places.AfterBracket(parser.Current!) : _end);
        return span with { End = _end };
    }

    private void Leave(TextPosition end)
    {
        _end = end;
        parser.MoveNext();
    }

    private Built ReadAlias(AnchorAlias alias, int depth)
    {
        var span = places.Of(alias);
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
        {
            Report(DocumentDiagnostics.UnknownAlias(span, alias.Value.Value, Nearest.To(alias.Value.Value, _anchors.Keys)));
        }
        else if (target is null)
        {
            Report(DocumentDiagnostics.AliasInsideItself(span, alias.Value.Value));
        }

        if (target is not { } built)
        {
            return new Built(new ScalarNode(span, "", ScalarKind.Null, IsPlain: true), 1, 0);
        }

        _aliased += built.Size;
        if (_aliased > DocumentLimits.AliasedNodes)
        {
            throw new DocumentRefusedException(DocumentDiagnostics.TooManyAliases(span));
        }

        return depth + built.Height <= DocumentLimits.Depth + 1 ? built : throw new DocumentRefusedException(DocumentDiagnostics.TooDeep(span));
    }

    private Built Anchored(NodeEvent node, Built built)
    {
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor.Value] = built;
        }

        return built;
    }

    private void CheckTag(NodeEvent start, string expected)
    {
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific && start.Tag.Value != expected)
        {
            Report(DocumentDiagnostics.UnknownTag(places.Of(start), ScalarReader.Shorten(start.Tag.Value)));
        }
    }

    private void Report(Diagnostic diagnostic)
    {
        diagnostics.Add(diagnostic);
        if (diagnostics.Count - _findingsBefore >= DocumentLimits.Findings)
        {
            throw new DocumentRefusedException(DocumentDiagnostics.TooManyFindings(diagnostic.Span!.Value), endsFile: true);
        }
    }
}
