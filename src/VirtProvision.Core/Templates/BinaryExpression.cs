using Scriban.Syntax;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

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
            ScriptBinaryOperator.CompareEqual => ModelValue.AreEqual(left, Right.Evaluate(scope)),
            _ => !ModelValue.AreEqual(left, Right.Evaluate(scope)),
        };
    }

    public override IEnumerable<TemplateExpression> Parts => [Left, Right];

    public override IEnumerable<PathExpression> Outcomes => Operator is ScriptBinaryOperator.EmptyCoalescing ? Left.Outcomes.Concat(Right.Outcomes) : [];

    public static bool Supports(ScriptBinaryOperator @operator) => @operator is ScriptBinaryOperator.EmptyCoalescing or ScriptBinaryOperator.And
        or ScriptBinaryOperator.Or or ScriptBinaryOperator.CompareEqual or ScriptBinaryOperator.CompareNotEqual;
}
