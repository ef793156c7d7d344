using Scriban.Syntax;

namespace VirtProvision.Core.Templates;

/// <summary>
/// Finds for an element the path without which nothing can come of it: where the spec writes no <c>driver</c>, the twenty attributes of a disk's driver need no
/// look. Most of a template is empty for most specs, so this is what makes rendering quick.
/// </summary>
internal static class TemplateGuard
{
    public static PathExpression? Of(ElementPlan element)
    {
        var needs = new List<PathExpression>();
        if (element.ComputedName is not null || !CollectElement(element, needs) || needs.Count is 0)
        {
            return null;
        }

        var first = needs[0];
        var common = first.Members.Length;
        foreach (var other in needs)
        {
            if (other.Variable != first.Variable)
            {
                return null;
            }

            common = Math.Min(common, first.Members.AsSpan().CommonPrefixLength(other.Members.AsSpan()));
        }

        // Its item is there whenever a loop comes by, and the spec always: only an include may be given nothing.
        return new PathExpression(element.Span, first.Variable, first.Members[..common], Shape: null, IsSize: false);
    }

    private static bool CollectElement(ElementPlan element, List<PathExpression> needs)
    {
        foreach (var (name, value) in element.Attributes)
        {
            if (name.Namespace != System.Xml.Linq.XNamespace.Xmlns && !CollectText(value, needs))
            {
                return false;
            }
        }

        return (element.Keep is null || CollectText(element.Keep, needs)) && (element.Edits is null || CollectExpression(element.Edits, needs)) && CollectContent(element.Content, needs);
    }

    private static bool CollectContent(ImmutableArray<TemplatePlan> content, List<PathExpression> needs)
    {
        foreach (var plan in content)
        {
            var known = plan switch
            {
                TextPlan text => CollectText(text, needs),
                ElementPlan { Guard: { } guard } => Add(guard, needs),
                ElementPlan element => element.ComputedName is null && CollectElement(element, needs),
                LoopPlan loop => CollectExpression(loop.Iterator, needs),
                ChoicePlan { Branches: [(Condition: { } condition, _)] } when CollectExpression(condition, needs) => true,
                ChoicePlan choice => choice.Branches.All(branch => CollectContent(branch.Body, needs)),
                _ => false,
            };
            if (!known)
            {
                return false;
            }
        }

        return true;
    }

    // One empty expression empties the whole text, so any of them will do.
    private static bool CollectText(TextPlan text, List<PathExpression> needs) =>
        text.IsConstant ? text.Literals[0].Length is 0 : text.Expressions.Any(expression => CollectExpression(expression, needs));

    /// <summary>Whether the expression is empty, or false, when the paths added are not written.</summary>
    private static bool CollectExpression(TemplateExpression expression, List<PathExpression> needs)
    {
        switch (expression)
        {
            case PathExpression { IsSize: false } path:
                return Add(path, needs);
            case BinaryExpression { Operator: ScriptBinaryOperator.CompareEqual, Left: PathExpression { IsSize: false } path, Right: LiteralExpression { Value: not null } }:
                return Add(path, needs);
            case BinaryExpression { Operator: ScriptBinaryOperator.And } both:
                return CollectExpression(both.Left, needs) || CollectExpression(both.Right, needs);
            case BinaryExpression { Operator: ScriptBinaryOperator.EmptyCoalescing or ScriptBinaryOperator.Or } either:
                return CollectExpression(either.Left, needs) && CollectExpression(either.Right, needs);
            case LiteralExpression { Value: null }:
                return true;
            default:
                return false;
        }
    }

    private static bool Add(PathExpression path, List<PathExpression> needs)
    {
        needs.Add(path);
        return true;
    }
}
