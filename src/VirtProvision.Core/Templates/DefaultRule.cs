using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Templates;

/// <summary>A rule of <c>defaults.yaml</c>: what a new domain gets where its spec is silent.</summary>
/// <param name="When">The rule acts only when it is true; null is always.</param>
/// <param name="ForEach">The list to whose items the rule applies, each being <c>item</c>; null for the spec itself.</param>
/// <param name="Set">Written where the spec says nothing, member by member.</param>
/// <param name="Append">Lists whose items are added to those of the spec.</param>
/// <param name="Computed">What values of the form <c>{{ … }}</c> mean.</param>
internal sealed record DefaultRule(
    string Name,
    TemplateExpression? When,
    string? ForEach,
    MappingNode? Set,
    MappingNode? Append,
    ImmutableDictionary<string, TemplateExpression> Computed)
{
    public MappingNode Apply(MappingNode spec, TemplateScope scope)
    {
        if (ForEach is null)
        {
            return ApplyTo(spec, scope);
        }

        if (spec[ForEach] is not SequenceNode list)
        {
            return spec;
        }

        var items = list.Items;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is MappingNode item && ApplyTo(item, scope.With("item", ItemModel(scope, item))) is var changed && !ReferenceEquals(changed, item))
            {
                items = items.SetItem(i, changed);
            }
        }

        return items == list.Items ? spec : spec.With(ForEach, list with { Items = items });
    }

    private MappingNode ApplyTo(MappingNode target, TemplateScope scope)
    {
        if (When is not null && !ModelValue.IsTrue(When.Evaluate(scope)))
        {
            return target;
        }

        target = Set is null ? target : Merge(target, Set, scope);
        foreach (var entry in Append?.Entries ?? [])
        {
            var own = target[entry.Key.Text] as SequenceNode;
            var added = (SequenceNode)entry.Value;
            target = target.With(entry.Key.Text, added with { Items = [.. own?.Items ?? [], .. added.Items] });
        }

        return target;
    }

    private MappingNode Merge(MappingNode target, MappingNode defaults, TemplateScope scope)
    {
        foreach (var entry in defaults.Entries)
        {
            var own = target[entry.Key.Text];
            if (own is null or ScalarNode { IsNull: true })
            {
                if (Value(entry.Value, scope) is { } value)
                {
                    target = target.With(entry.Key.Text, value);
                }
            }
            else if (own is MappingNode inner && entry.Value is MappingNode more && Merge(inner, more, scope) is var merged && !ReferenceEquals(merged, inner))
            {
                target = target.With(entry.Key.Text, merged);
            }
        }

        return target;
    }

    private DocumentNode? Value(DocumentNode value, TemplateScope scope) =>
        value is ScalarNode scalar && Computed.TryGetValue(scalar.Text, out var expression)
            ? ModelValue.Text(expression.Evaluate(scope)) is { } text ? ScalarNode.String(value.Span, text) : null
            : value;

    private ModelObject ItemModel(TemplateScope scope, MappingNode item) =>
        new(item, (scope.Find("spec") as ModelObject)?.Shape?.Member(ForEach!)?.Items);
}
