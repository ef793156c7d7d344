using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

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
