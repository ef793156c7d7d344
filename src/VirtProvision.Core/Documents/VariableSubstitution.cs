using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Documents;

/// <summary>Fills variables into the values of documents. One for each file; not thread-safe.</summary>
public sealed class VariableSubstitution(VariableSet variables, DiagnosticBag diagnostics)
{
    private const int WordDepth = 10;
    private const int CharactersPerNode = 16;

    private readonly HashSet<string> _used = [];
    private readonly HashSet<TextPosition> _unresolved = [];
    private readonly HashSet<TextSpan> _refused = [];
    private (SourceFile? File, bool HasVariables) _last;
    private long _filled;

    /// <summary>The variables that the documents ask for, with a value or without.</summary>
    public IReadOnlySet<string> Used => _used;

    /// <summary>Starts of the values that could not be filled in: what else is wrong with them follows from that.</summary>
    public IReadOnlySet<TextPosition> Unresolved => _unresolved;

    /// <summary>The document with its variables filled in; the same object when it has none.</summary>
    public DocumentNode Apply(DocumentNode document)
    {
        if (!ReferenceEquals(_last.File, document.Span.File))
        {
            _last = (document.Span.File, document.Span.File.Text.Contains("${", StringComparison.Ordinal));
        }

        return _last.HasVariables ? Fill(document) : document;
    }

    private DocumentNode Fill(DocumentNode node) => node switch
    {
        ScalarNode scalar => scalar.Text.Contains("${", StringComparison.Ordinal) ? FillScalar(scalar) : scalar,
        SequenceNode list => FillItems(list),
        MappingNode mapping => FillEntries(mapping),
        _ => node,
    };

    private SequenceNode FillItems(SequenceNode list)
    {
        ImmutableArray<DocumentNode>.Builder? items = null;
        for (var i = 0; i < list.Items.Length; i++)
        {
            var filled = Fill(list.Items[i]);
            if (items is null && !ReferenceEquals(filled, list.Items[i]))
            {
                items = list.Items.ToBuilder();
            }

            items?[i] = filled;
        }

        return items is null ? list : list with { Items = items.DrainToImmutable() };
    }

    private MappingNode FillEntries(MappingNode mapping)
    {
        ImmutableArray<MappingEntry>.Builder? entries = null;
        for (var i = 0; i < mapping.Entries.Length; i++)
        {
            var entry = mapping.Entries[i];
            if (entry.Key.Text.Contains("${", StringComparison.Ordinal))
            {
                diagnostics.Add(VariableDiagnostics.InKey(entry.Key.Span));
            }

            var filled = Fill(entry.Value);
            if (entries is null && !ReferenceEquals(filled, entry.Value))
            {
                entries = mapping.Entries.ToBuilder();
            }

            entries?[i] = entry with { Value = filled };
        }

        return entries is null ? mapping : mapping with { Entries = entries.DrainToImmutable() };
    }

    private DocumentNode FillScalar(ScalarNode scalar)
    {
        var parts = VariablePart.Split(scalar.Text);
        if (scalar.IsPlain && parts is [{ Form: not (VariableForm.Text or VariableForm.Malformed) } only])
        {
            return FillWhole(scalar, only);
        }

        var text = FillText(scalar, parts, 0);
        return ScalarNode.String(scalar.Span, text);
    }

    // A plain scalar that is one variable takes the variable's value as it is: a number, a boolean, a list, a mapping.
    private DocumentNode FillWhole(ScalarNode scalar, VariablePart part)
    {
        var value = Find(scalar, part, out var usesWord);
        if (usesWord)
        {
            var word = FillText(scalar, VariablePart.Split(part.Word), 1);
            return new ScalarNode(scalar.Span, word, CoreSchema.KindOf(word), IsPlain: true);
        }

        switch (value)
        {
            case null:
                return ScalarNode.String(scalar.Span, scalar.Text);
            case ScalarNode single:
                // Of a text that came without YAML around it the type shows only here.
                return single.IsPlain ? new ScalarNode(scalar.Span, single.Text, CoreSchema.KindOf(single.Text), IsPlain: true) : single.At(scalar.Span);
            default:
                _filled += CountNodes(value) * CharactersPerNode;
                if (IsTooMuch(scalar.Span))
                {
                    return ScalarNode.String(scalar.Span, "");
                }

                return value.At(scalar.Span);
        }
    }

    private string FillText(ScalarNode scalar, List<VariablePart> parts, int depth)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (part.Form is VariableForm.Text)
            {
                text.Append(part.Text);
                continue;
            }

            var value = Find(scalar, part, out var usesWord);
            if (usesWord && depth < WordDepth)
            {
                text.Append(FillText(scalar, VariablePart.Split(part.Word), depth + 1));
            }
            else if (value is ScalarNode { IsNull: false } single)
            {
                _filled += single.Text.Length;
                text.Append(IsTooMuch(scalar.Span) ? "" : single.Text);
            }
            else if (value is not (null or ScalarNode))
            {
                Refuse(scalar, VariableDiagnostics.NotAlone(PlaceOf(scalar, part), part.Text, value.Span));
            }
        }

        return text.ToString();
    }

    // The variable's value, or that its word stands in for it; neither when there is none, which is then reported.
    private DocumentNode? Find(ScalarNode scalar, VariablePart part, out bool usesWord)
    {
        usesWord = false;
        if (part.Form is VariableForm.Malformed)
        {
            Refuse(scalar, VariableDiagnostics.Malformed(PlaceOf(scalar, part)));
            return null;
        }

        _used.Add(part.Text);
        var value = variables.Find(part.Text, scalar.Span);
        var isEmpty = value is null or ScalarNode { IsNull: true } or ScalarNode { Text: "" };
        switch (part.Form)
        {
            case VariableForm.Default when isEmpty:
            case VariableForm.Alternative when !isEmpty:
                usesWord = true;
                return null;
            case VariableForm.Alternative:
                return new ScalarNode(scalar.Span, "", ScalarKind.Null, IsPlain: true);
            case VariableForm.Required when isEmpty:
                Refuse(scalar, VariableDiagnostics.Required(PlaceOf(scalar, part), part.Text, part.Word));
                return null;
            case VariableForm.Plain when value is null:
                Refuse(scalar, VariableDiagnostics.Unknown(PlaceOf(scalar, part), part.Text, Nearest.To(part.Text, variables.Names)));
                return null;
            default:
                return value;
        }
    }

    private void Refuse(ScalarNode scalar, Diagnostic diagnostic)
    {
        _unresolved.Add(scalar.Span.Start);

        // An anchored value is met again at each of its aliases.
        if (_refused.Count <= DocumentLimits.Findings && _refused.Add(diagnostic.Span!.Value))
        {
            diagnostics.Add(_refused.Count <= DocumentLimits.Findings ? diagnostic : DocumentDiagnostics.TooManyFindings(scalar.Span));
        }
    }

    // Reported once: every further value would only say the same.
    private bool IsTooMuch(TextSpan span)
    {
        if (_filled <= DocumentLimits.FilledIn)
        {
            return false;
        }

        if (_unresolved.Add(span.Start) && _filled < long.MaxValue / 2)
        {
            diagnostics.Add(VariableDiagnostics.TooLong(span));
            _filled = long.MaxValue / 2;
        }

        return true;
    }

    // Exact where the scalar is written in one line just as it reads; else the whole scalar.
    private static TextSpan PlaceOf(ScalarNode scalar, VariablePart part)
    {
        var span = scalar.Span;
        var quotes = span.End.Column - span.Start.Column - scalar.Text.Length;
        if (span.Start.Line != span.End.Line || quotes is not (0 or 2) || part.Length is 0)
        {
            return span;
        }

        var start = span.Start with { Column = span.Start.Column + (quotes / 2) + part.Offset };
        return span with { Start = start, End = start with { Column = start.Column + part.Length } };
    }

    private static long CountNodes(DocumentNode node) => node switch
    {
        SequenceNode list => 1 + list.Items.Sum(CountNodes),
        MappingNode mapping => 1 + mapping.Entries.Sum(static entry => CountNodes(entry.Value)),
        _ => 1,
    };
}
