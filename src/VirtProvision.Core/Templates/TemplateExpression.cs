using Scriban.Syntax;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

/// <summary>An expression of a template, compiled once. Paths into the spec and the few operators that templates live on are evaluated here; the rest is Scriban's.</summary>
internal abstract record TemplateExpression(TextSpan Span)
{
    public abstract object? Evaluate(TemplateScope scope);

    /// <summary>The expressions inside it whose values can become its own or decide about it.</summary>
    public virtual IEnumerable<TemplateExpression> Parts => [];

    /// <summary>Every path into the spec that it reads.</summary>
    public IEnumerable<PathExpression> Paths => this is PathExpression path ? [path] : Parts.SelectMany(static part => part.Paths);

    /// <summary>Every path whose value can come out as it is: of <c>a ? b : c</c>, b and c.</summary>
    public virtual IEnumerable<PathExpression> Outcomes => this is PathExpression path ? [path] : [];
}

/// <summary>A variable and members of it: <c>disk.driver.cache</c>. Absent anywhere on the way means absent.</summary>
/// <param name="Shape">The schema of what it leads to; null when only running shows it.</param>
/// <param name="IsSize">It ends with <c>.size</c> of a list.</param>
internal sealed record PathExpression(TextSpan Span, string Variable, ImmutableArray<string> Members, SchemaShape? Shape, bool IsSize) : TemplateExpression(Span)
{
    public override object? Evaluate(TemplateScope scope)
    {
        var value = scope.Find(Variable);
        if (value is ModelObject model && Shape is not null && !IsSize)
        {
            return ModelValue.Of(NodeIn(model), Shape);
        }

        foreach (var member in Members)
        {
            value = MemberOf(value, member);
        }

        return value;
    }

    /// <summary>Whether the spec writes anything there: what an element's content is skipped by, without looking further.</summary>
    public bool IsWritten(TemplateScope scope) => scope.Find(Variable) switch
    {
        ModelObject model => NodeIn(model) is not (null or ScalarNode { IsNull: true }),
        var value => value is not null,
    };

    private DocumentNode? NodeIn(ModelObject model)
    {
        DocumentNode? node = model.Node;
        foreach (var member in Members)
        {
            node = (node as MappingNode)?[member];
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }

    private object? MemberOf(object? value, string member) => value switch
    {
        ModelObject model when model.Shape is null || model.Shape.Member(member) is not null => ModelValue.Of(model.Node?[member], model.Shape?.Member(member)),
        ModelList list when member is "size" => (long)list.Items.Length,
        LoopState loop => member switch { "index" => (long)loop.Index, "first" => loop.Index is 0, "last" => loop.Index + 1 == loop.Length, "length" => (long)loop.Length, _ => null },
        ModelEntry entry => member switch { "key" => entry.Key, "value" => entry.Value, _ => null },
        Scriban.Runtime.IScriptObject script when script.TryGetValue(null!, default, member, out var found) => found,
        null => null,
        _ => throw new TemplateStopException(TemplateDiagnostics.UnknownMember(Span, member, Variable, null)),
    };

    public override string ToString() => Members.IsEmpty ? Variable : $"{Variable}.{string.Join('.', Members)}{(IsSize ? ".size" : "")}";
}

internal sealed record LiteralExpression(TextSpan Span, object? Value) : TemplateExpression(Span)
{
    public override object? Evaluate(TemplateScope scope) => Value;
}

internal sealed record NotExpression(TextSpan Span, TemplateExpression Operand) : TemplateExpression(Span)
{
    public override object? Evaluate(TemplateScope scope) => !ModelValue.IsTrue(Operand.Evaluate(scope));

    public override IEnumerable<TemplateExpression> Parts => [Operand];
}

internal sealed record ConditionalExpression(TextSpan Span, TemplateExpression Condition, TemplateExpression Then, TemplateExpression Else) : TemplateExpression(Span)
{
    public override object? Evaluate(TemplateScope scope) => (ModelValue.IsTrue(Condition.Evaluate(scope)) ? Then : Else).Evaluate(scope);

    public override IEnumerable<TemplateExpression> Parts => [Condition, Then, Else];

    public override IEnumerable<PathExpression> Outcomes => Then.Outcomes.Concat(Else.Outcomes);
}

internal sealed record BinaryExpression(TextSpan Span, ScriptBinaryOperator Operator, TemplateExpression Left, TemplateExpression Right) : TemplateExpression(Span)
{
    public override object? Evaluate(TemplateScope scope)
    {
        var left = Left.Evaluate(scope);
        return Operator switch
        {
            ScriptBinaryOperator.EmptyCoalescing => left ?? Right.Evaluate(scope),
            ScriptBinaryOperator.And => ModelValue.IsTrue(left) && ModelValue.IsTrue(Right.Evaluate(scope)),
            ScriptBinaryOperator.Or => ModelValue.IsTrue(left) || ModelValue.IsTrue(Right.Evaluate(scope)),
            ScriptBinaryOperator.CompareEqual => AreEqual(left, Right.Evaluate(scope)),
            _ => !AreEqual(left, Right.Evaluate(scope)),
        };
    }

    public override IEnumerable<TemplateExpression> Parts => [Left, Right];

    public override IEnumerable<PathExpression> Outcomes => Operator is ScriptBinaryOperator.EmptyCoalescing ? Left.Outcomes.Concat(Right.Outcomes) : [];

    public static bool Supports(ScriptBinaryOperator @operator) => @operator is ScriptBinaryOperator.EmptyCoalescing or ScriptBinaryOperator.And
        or ScriptBinaryOperator.Or or ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual;

    // As Scriban has it: null equals only null, and a text compares with the text of what is no text.
    private static bool AreEqual(object? left, object? right)
    {
        left = left is StyledBoolean leftBoolean ? leftBoolean.Value : left;
        right = right is StyledBoolean rightBoolean ? rightBoolean.Value : right;
        return (left, right) switch
        {
            (null, null) => true,
            (null, _) or (_, null) => false,
            (bool a, bool b) => a == b,
            (long or int or decimal, long or int or decimal) => Convert.ToDecimal(left, CultureInfo.InvariantCulture) == Convert.ToDecimal(right, CultureInfo.InvariantCulture),
            _ => ModelValue.Text(left) == ModelValue.Text(right),
        };
    }
}

/// <summary><c>text | string.starts_with 'a'</c>, <c>string.ends_with</c> and <c>string.contains</c>, as Scriban has them: of nothing, none is true.</summary>
internal sealed record TextTestExpression(TextSpan Span, string Function, TemplateExpression Text, TemplateExpression Argument) : TemplateExpression(Span)
{
    public override object? Evaluate(TemplateScope scope)
    {
        if (ModelValue.Text(Text.Evaluate(scope)) is not { } text || ModelValue.Text(Argument.Evaluate(scope)) is not { } argument)
        {
            return false;
        }

        return Function switch
        {
            "starts_with" => text.StartsWith(argument, StringComparison.Ordinal),
            "ends_with" => text.EndsWith(argument, StringComparison.Ordinal),
            _ => text.Contains(argument, StringComparison.Ordinal),
        };
    }

    public override IEnumerable<TemplateExpression> Parts => [Text, Argument];

    public static bool Supports(string function) => function is "starts_with" or "ends_with" or "contains";
}

/// <summary>What only Scriban can evaluate.</summary>
/// <param name="Variables">Those it reads.</param>
/// <param name="Reads">The paths into the spec found in it.</param>
internal sealed record ScriptedExpression(TextSpan Span, ScriptExpression Script, ImmutableArray<string> Variables, ImmutableArray<PathExpression> Reads) : TemplateExpression(Span)
{
    public override object? Evaluate(TemplateScope scope) => ScriptContext.Evaluate(Script, Variables, scope);

    public override IEnumerable<TemplateExpression> Parts => Reads;
}
