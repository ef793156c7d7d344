using VirtProvision.Core.Documents;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Defaults;

/// <summary>A rule of the defaults: what a new domain gets where its spec is silent.</summary>
/// <param name="Condition"><c>when</c> as it is written; null is always.</param>
/// <param name="When">The same compiled, when first needed.</param>
/// <param name="ForEach">The list to whose items the rule applies, each being <c>item</c>; null for the spec itself.</param>
/// <param name="Set">Written where the spec says nothing, member by member.</param>
/// <param name="Append">Lists whose items are added to those of the spec.</param>
/// <param name="Step">What is too much of a computation for a rule; null for what <paramref name="Set"/> and <paramref name="Append"/> say.</param>
/// <param name="Values">What texts with <c>{{ … }}</c> mean.</param>
internal sealed record DefaultRule(
    string Name,
    TextSpan Span,
    string? Condition,
    Lazy<TemplateExpression>? When,
    string? ForEach,
    MappingNode? Set,
    MappingNode? Append,
    DefaultStep? Step,
    Dictionary<ScalarNode, Lazy<ComputedValue>> Values)
{
    public MappingNode Apply(MappingNode spec, TemplateScope scope, DefaultContext context)
    {
        if (ForEach is null)
        {
            return ApplyTo(spec, scope, context);
        }

        if (spec[ForEach] is not SequenceNode list)
        {
            return spec;
        }

        var items = list.Items;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is MappingNode item && ApplyTo(item, scope.With("item", ItemModel(scope, item)), context) is var changed && !ReferenceEquals(changed, item))
            {
                items = items.SetItem(i, changed);
            }
        }

        return items == list.Items ? spec : spec.With(ForEach, list with { Items = items });
    }

    private MappingNode ApplyTo(MappingNode target, TemplateScope scope, DefaultContext context)
    {
        if (When is not null && !ModelValue.IsTrue(When.Value.Evaluate(scope)))
        {
            return target;
        }

        target = Set is null ? target : Merge(target, Set, scope);
        foreach (var entry in Append?.Entries ?? [])
        {
            var own = target[entry.Key.Text] as SequenceNode;
            if (Made(entry.Value, scope) is SequenceNode { Items.IsEmpty: false } added)
            {
                target = target.With(entry.Key.Text, added with { Items = [.. own?.Items ?? [], .. added.Items] });
            }
        }

        return Step is null ? target : Step(target, context);
    }

    private MappingNode Merge(MappingNode target, MappingNode defaults, TemplateScope scope)
    {
        foreach (var entry in defaults.Entries)
        {
            var own = target[entry.Key.Text];
            if (own is null or ScalarNode { IsNull: true })
            {
                if (Made(entry.Value, scope) is { } value)
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

    /// <summary>The node with its expressions computed. What comes out empty is not made; what is written empty is.</summary>
    private DocumentNode? Made(DocumentNode node, TemplateScope scope) => node switch
    {
        ScalarNode scalar => Values.TryGetValue(scalar, out var computed) ? computed.Value.Node(scalar.Span, scope) : scalar,
        MappingNode { Entries.IsEmpty: false } mapping when Values.Count > 0 =>
            mapping.Entries.Select(entry => entry with { Value = Made(entry.Value, scope)! }).Where(static entry => entry.Value is not null).ToImmutableArray() is { IsEmpty: false } entries
                ? mapping with { Entries = entries }
                : null,
        SequenceNode { Items.IsEmpty: false } list when Values.Count > 0 =>
            list.Items.Select(item => Made(item, scope)).OfType<DocumentNode>().ToImmutableArray() is { IsEmpty: false } items ? list with { Items = items } : null,
        _ => node,
    };

    private ModelObject ItemModel(TemplateScope scope, MappingNode item) =>
        new(item, (scope.Find("spec") as ModelObject)?.Shape?.Member(ForEach!)?.Items);
}
