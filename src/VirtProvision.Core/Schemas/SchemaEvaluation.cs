using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Schemas;

/// <summary>
/// One pass of a value through a schema, with JSON Schema's verdict (draft 2020-12, https://json-schema.org/draft/2020-12/json-schema-validation).
/// With a bag it goes on after an error; without, only the verdict counts and it stops at the first.
/// </summary>
internal sealed partial class SchemaEvaluation(DiagnosticBag? diagnostics)
{
    private bool _isSecret;
    private bool _isPatch;
    private Diagnostic? _last;

    private bool Quiet => diagnostics is null;

    public static SchemaType TypeOf(DocumentNode node) => node switch
    {
        MappingNode => SchemaType.Object,
        SequenceNode => SchemaType.Array,
        ScalarNode scalar => scalar.Kind switch
        {
            ScalarKind.Null => SchemaType.Null,
            ScalarKind.Boolean => SchemaType.Boolean,
            ScalarKind.Integer => SchemaType.Integer,
            ScalarKind.Float => SchemaNumber.IsWhole(scalar.Text) ? SchemaType.Integer : SchemaType.Number,
            _ => SchemaType.String,
        },
        _ => SchemaType.None,
    };

    /// <param name="name">How a finding calls the value, at the beginning of a sentence.</param>
    public bool Evaluate(DocumentNode node, SchemaNode schema, string name)
    {
        if (_isPatch && schema.IsKey && node is ScalarNode { Kind: ScalarKind.String } key && key.Text.AsSpan().ContainsAny('*', '?'))
        {
            return true;
        }

        if (schema.Always is { } always)
        {
            return always || Report(SchemaDiagnostics.NotAllowed(node.Span, name, null));
        }

        var outer = (_isSecret, _isPatch);
        _isSecret |= schema.IsSecret;
        _isPatch |= schema.IsPatch;
        var valid = EvaluateKeywords(node, schema, name);
        (_isSecret, _isPatch) = outer;
        return valid;
    }

    private bool EvaluateKeywords(DocumentNode node, SchemaNode schema, string name)
    {
        if (schema.Types is { } types && !Fits(TypeOf(node), types))
        {
            return WrongType(node, schema, name);
        }

        var valid = schema.Reference is null || Evaluate(node, schema.Reference.Value, name);
        if (!valid && (Quiet || node is ScalarNode))
        {
            return false;
        }

        valid &= EvaluateValues(node, schema, name);
        valid &= node switch
        {
            _ when Quiet && !valid => false,
            ScalarNode { Kind: ScalarKind.String } text => EvaluateText(text, schema, name),
            ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } number => EvaluateNumber(number, schema, name),
            SequenceNode sequence => EvaluateList(sequence, schema, name),
            MappingNode mapping => EvaluateMapping(mapping, schema, name),
            _ => true,
        };
        return !(Quiet && !valid) && EvaluateCombinations(node, schema, name) && valid;
    }

    private static bool Fits(SchemaType found, SchemaType types) =>
        (found & types) != 0 || (found is SchemaType.Integer && types.HasFlag(SchemaType.Number));

    private bool WrongType(DocumentNode node, SchemaNode schema, string name)
    {
        if (Quiet)
        {
            return false;
        }

        var shape = schema.Shape;
        return Report(node switch
        {
            ScalarNode { IsNull: true } => SchemaDiagnostics.NoValue(node.Span, name),
            ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } number when shape.Unit is { } unit =>
                SchemaDiagnostics.MissingUnit(node.Span, name, number.Text, SchemaWords.UsualUnit(number.Text, unit)),
            _ => SchemaDiagnostics.WrongType(node.Span, name, SchemaWords.Found(node, _isSecret), SchemaWords.Expected(schema.Types!.Value), SchemaWords.Advice(node, shape, _isSecret)),
        });
    }

    private bool EvaluateValues(DocumentNode node, SchemaNode schema, string name)
    {
        if (schema.Const is null && schema.Enum.IsEmpty)
        {
            return true;
        }

        foreach (var literal in schema.Enum)
        {
            if (SchemaEquality.AreEqual(node, literal) && (schema.Const is null || SchemaEquality.AreEqual(node, schema.Const)))
            {
                return true;
            }
        }

        if (schema.Const is { } constant && schema.Enum.IsEmpty && SchemaEquality.AreEqual(node, constant))
        {
            return true;
        }

        if (Quiet)
        {
            return false;
        }

        string[] values = [.. (schema.Const is null ? schema.Enum : [schema.Const]).Select(static literal => literal.Text)];
        if (node is not ScalarNode { IsNull: false } scalar)
        {
            return Report(node is ScalarNode ? SchemaDiagnostics.NoValue(node.Span, name) : SchemaDiagnostics.NotListed(node.Span, name, SchemaWords.Found(node), values, null));
        }

        // `mode: on` is the text "on" in YAML 1.2 and `cache: true` no text: say which spelling is meant.
        return Report(SchemaDiagnostics.NotListed(node.Span, name, SchemaWords.Value(scalar, _isSecret), values, _isSecret ? null : Nearest.To(scalar.Text, values)));
    }

    private bool EvaluateText(ScalarNode text, SchemaNode schema, string name)
    {
        if (schema.MinLength is null && schema.MaxLength is null && schema.Pattern is null && schema.Format is null && schema.Unit is null)
        {
            return true;
        }

        if (schema.MinLength is not null || schema.MaxLength is not null)
        {
            var length = SchemaEquality.LengthOf(text.Text);
            if (length < schema.MinLength)
            {
                return Report(schema.MinLength is 1
                    ? SchemaDiagnostics.WrongForm(text.Span, name, "empty", null, null)
                    : SchemaDiagnostics.WrongCount(text.Span, name, $"at least {schema.MinLength} characters, and has {length}"));
            }

            if (length > schema.MaxLength)
            {
                return Report(SchemaDiagnostics.WrongCount(text.Span, name, $"at most {schema.MaxLength} characters, and has {length}"));
            }
        }

        if (schema.Pattern is { } pattern && !pattern.IsMatch(text.Text))
        {
            return !Quiet && Form(text, schema, name, schema.Shape.Description ?? $"It must match {pattern.Text}");
        }

        if (schema.Format is { } format && !format.IsMatch(text.Text))
        {
            return Report(SchemaDiagnostics.WrongForm(text.Span, name, SchemaWords.Value(text, _isSecret), $"It must be {format.Expected}", null));
        }

        return schema.Unit is null || Quiet || Quantity.Convert(text.Text, schema.Unit) is not null || Report(SchemaDiagnostics.TooLarge(text.Span, name, SchemaWords.Value(text, _isSecret)));
    }

    private bool Form(ScalarNode text, SchemaNode schema, string name, string expected) =>
        Report(SchemaDiagnostics.WrongForm(text.Span, name, SchemaWords.Value(text, _isSecret), expected, schema.Shape.Examples.IsEmpty ? null : schema.Shape.Examples[0]));

    private bool EvaluateNumber(ScalarNode number, SchemaNode schema, string name)
    {
        if (SchemaNumber.BoundBroken(number.Text, schema) is not { } bound)
        {
            return true;
        }

        return Quiet ? false : Report(SchemaDiagnostics.OutOfRange(number.Span, name, _isSecret ? "out of range" : number.Text, bound));
    }

    /// <summary>Keeps a finding unless one about the same value stands there already; always false.</summary>
    private bool Report(Diagnostic diagnostic)
    {
        // Several properties may be missing in one mapping; of all else, the first finding about a value says enough.
        var known = _last is not null && _last.Span == diagnostic.Span && (_last.Code != diagnostic.Code || _last.Detail == diagnostic.Detail);
        if (diagnostics is not null && !known)
        {
            diagnostics.Add(diagnostic);
            _last = diagnostic;
        }

        return false;
    }
}
