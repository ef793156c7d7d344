using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

/// <summary><c>['a', 'b']</c></summary>
internal sealed record ListExpression(TextSpan Span, ImmutableArray<TemplateExpression> Values) : TemplateExpression(Span)
{
    public override object? Evaluate(TemplateScope scope) => Values.Select(value => value.Evaluate(scope)).ToArray();

    public override IEnumerable<TemplateExpression> Parts => Values;
}

/// <summary><c>list | array.map 'member'</c>: that member of each item.</summary>
internal sealed record ListMapExpression(TextSpan Span, TemplateExpression List, string Member) : TemplateExpression(Span)
{
    public override object? Evaluate(TemplateScope scope) => ModelValue.ItemsOf(List.Evaluate(scope))
        .Select(item => item is ModelObject model ? ModelValue.Of(model.Node?[Member], model.Shape?.Member(Member)) : null)
        .ToArray();

    public override IEnumerable<TemplateExpression> Parts => [List];
}

/// <summary><c>list | array.contains 'a'</c>; what is not there contains nothing.</summary>
internal sealed record ListTestExpression(TextSpan Span, TemplateExpression List, TemplateExpression Item) : TemplateExpression(Span)
{
    public override object? Evaluate(TemplateScope scope)
    {
        var wanted = Item.Evaluate(scope);
        foreach (var item in ModelValue.ItemsOf(List.Evaluate(scope)))
        {
            if (ModelValue.AreEqual(item, wanted))
            {
                return true;
            }
        }

        return false;
    }

    public override IEnumerable<TemplateExpression> Parts => [List, Item];
}
