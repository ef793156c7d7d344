using System.Xml.Linq;
using Scriban.Syntax;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;

namespace VirtProvision.Core.Exporting;

/// <summary>
/// Reads a compiled template backwards beside the XML that it could have made, and writes what it finds into a spec. A first reading: what the spec then
/// renders to is held to the XML, so nothing depends on every template being read right.
/// </summary>
/// <param name="unsaid">Elements that the spec shall not say.</param>
internal sealed class TemplateReading(IReadOnlySet<XElement> unsaid)
{
    private readonly Dictionary<XElement, List<XElement>> _children = [];
    private readonly Dictionary<XElement, SpecSlot> _edits = [];
    private readonly List<SpecSlot> _implied = [];
    private int _written;

    /// <summary>A variable: a place in the spec, or an expression over other variables.</summary>
    private sealed record Binding(Binding? Outer, string Name, SpecSlot? Slot, TemplateExpression? Value = null);

    /// <summary>The children of an element that the spec says, in the order in which the template makes them.</summary>
    public IReadOnlyList<XElement> ChildrenOf(XElement element) => _children.GetValueOrDefault(element) ?? [];

    /// <summary>Where the spec can hold edits of this very element; null when only edits of one around it reach it.</summary>
    public SpecSlot? EditsOf(XElement element) => _edits.GetValueOrDefault(element);

    /// <summary>Values for which the template has another source where they are missing; perhaps it comes to the same.</summary>
    public IReadOnlyList<SpecSlot> Implied => _implied;

    /// <param name="root">An element around the resource's own.</param>
    /// <param name="name">Takes the resource's name, which stands outside of its spec.</param>
    public void Read(CompiledTemplate template, XElement root, SpecSlot spec, SpecSlot name) =>
        Content(template.Body, new Binding(new Binding(null, "spec", spec), "name", name), root, [.. root.Elements()]);

    private void Content(ImmutableArray<TemplatePlan> content, Binding scope, XElement owner, List<XElement> left)
    {
        foreach (var plan in content)
        {
            switch (plan)
            {
                case ElementPlan element:
                    var found = left.Find(candidate => TryElement(element, scope, owner, candidate));
                    if (found is not null)
                    {
                        left.Remove(found);
                    }

                    break;
                case TextPlan text:
                    if (OwnText(owner) is { Length: > 0 } value)
                    {
                        Text(text, value, scope, owner);
                    }

                    break;
                case LoopPlan loop when SlotOf(loop.Iterator, scope) is { } list:
                    Loop(loop, list, scope, owner, left);
                    break;
                case ChoicePlan choice:
                    foreach (var (condition, body) in choice.Branches)
                    {
                        var before = _written;
                        Content(body, scope, owner, left);
                        if (_written > before)
                        {
                            MakeTrue(condition, scope);
                        }
                    }

                    break;
                case IncludePlan include:
                    Content(include.Template.Body, include.Argument is null ? scope : new Binding(scope, TemplateScope.Argument, SlotOf(include.Argument, scope), include.Argument), owner, left);
                    break;
                case AssignPlan assign:
                    scope = new Binding(scope, assign.Variable, null, assign.Value);
                    break;
            }
        }
    }

    private void Loop(LoopPlan loop, SpecSlot list, Binding scope, XElement owner, List<XElement> left)
    {
        foreach (var child in left.ToArray())
        {
            var item = list.NewItem();
            List<XElement> one = [child];
            Content(loop.Body, new Binding(scope, loop.Variable, item), owner, one);
            if (one.Count == 0)
            {
                left.Remove(child);
                list.Add(item);
            }
        }
    }

    private bool TryElement(ElementPlan plan, Binding scope, XElement owner, XElement element)
    {
        if (plan.Name != element.Name || unsaid.Contains(element) || !Fits(plan, element))
        {
            return false;
        }

        var before = _written;
        var edits = plan.Edits is null ? null : SlotOf(plan.Edits, scope);
        foreach (var (name, text) in plan.Attributes)
        {
            if (!text.IsConstant && element.Attribute(name) is { } attribute)
            {
                Text(text, attribute.Value, scope, element);
            }
        }

        Content(plan.Content, scope, element, [.. element.Elements()]);
        if (_written == before && plan.Keep is { IsConstant: false, Expressions: [var keep] })
        {
            Write(keep, "true", scope, element);
        }

        // What the spec says nothing of, its edits can make.
        if (_written == before)
        {
            return false;
        }

        if (edits is not null)
        {
            _edits[element] = edits;
        }

        if (!_children.TryGetValue(owner, out var children))
        {
            _children[owner] = children = [];
        }

        children.Add(element);
        return true;
    }

    /// <summary>Whether what the template always writes there is what stands there.</summary>
    private static bool Fits(ElementPlan plan, XElement element)
    {
        foreach (var (name, text) in plan.Attributes)
        {
            if (name.Namespace == XNamespace.Xmlns)
            {
                continue;
            }

            var value = element.Attribute(name)?.Value;
            if (text.IsConstant ? value != text.Literals[0] : value is not null && !HasLiterals(text, value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasLiterals(TextPlan text, string value) =>
        value.Length > text.Literals[0].Length + text.Literals[^1].Length - (text.Literals is ["", ""] ? 1 : 0)
        && value.StartsWith(text.Literals[0], StringComparison.Ordinal) && value.EndsWith(text.Literals[^1], StringComparison.Ordinal);

    private void Text(TextPlan text, string value, Binding scope, XElement owner)
    {
        if (text.Expressions is [var expression] && HasLiterals(text, value))
        {
            Write(expression, value[text.Literals[0].Length..(value.Length - text.Literals[1].Length)], scope, owner);
        }
    }

    /// <summary>Writes into the spec what makes an expression come out as a text.</summary>
    /// <returns>False when nothing does that is known.</returns>
    private bool Write(TemplateExpression expression, string text, Binding scope, XElement owner)
    {
        switch (expression)
        {
            case PathExpression { IsSize: false } path:
                return Find(scope, path.Variable) switch
                {
                    { Slot: { } slot } => Set(path.Members.Aggregate(slot, static (slot, member) => slot.Member(member)), path.Shape, text, owner),
                    { Value: { } value, Outer: { } outer } when path.Members.IsEmpty => Write(value, text, outer, owner),
                    _ => false,
                };
            case LiteralExpression literal:
                return literal.Value is not null && ModelValue.Text(literal.Value) == text;
            case BinaryExpression { Operator: ScriptBinaryOperator.EmptyCoalescing } either:
                if (!Write(either.Left, text, scope, owner))
                {
                    return Write(either.Right, text, scope, owner);
                }

                if (SlotOf(either.Left, scope) is { } written)
                {
                    _implied.Add(written);
                }

                return true;
            case ConditionalExpression conditional:
                return Write(conditional.Then, text, scope, owner) || Write(conditional.Else, text, scope, owner);
            default:
                return false;
        }
    }

    private bool Set(SpecSlot slot, SchemaShape? shape, string text, XElement owner)
    {
        if (slot.Scalar is null && FieldText.ToScalar(text, owner.Attribute("unit")?.Value, shape, default) is { } scalar)
        {
            slot.Set(scalar);
            _written++;
            return true;
        }

        return false;
    }

    /// <summary>An <c>if</c> over a switch of the spec, or over one of its values, was taken.</summary>
    private static void MakeTrue(TemplateExpression? condition, Binding scope)
    {
        switch (condition)
        {
            case PathExpression { Shape: { Types: SchemaType.Boolean } } path when SlotOf(path, scope) is { Scalar: null } slot:
                slot.Set(ScalarNode.Boolean(default, value: true));
                break;
            case BinaryExpression { Operator: ScriptBinaryOperator.CompareEqual, Left: PathExpression { Shape: { } shape } path, Right: LiteralExpression { Value: string value } }
                when SlotOf(path, scope) is { Scalar: null } slot && FieldText.ToScalar(value, null, shape, default) is { } scalar:
                slot.Set(scalar);
                break;
        }
    }

    private static SpecSlot? SlotOf(TemplateExpression expression, Binding scope) => expression is PathExpression { IsSize: false } path
        ? Find(scope, path.Variable) switch
        {
            { Slot: { } slot } => path.Members.Aggregate(slot, static (slot, member) => slot.Member(member)),
            { Value: { } value, Outer: { } outer } when path.Members.IsEmpty => SlotOf(value, outer),
            _ => null,
        }
        : null;

    private static Binding? Find(Binding? scope, string name)
    {
        while (scope is not null && scope.Name != name)
        {
            scope = scope.Outer;
        }

        return scope;
    }

    /// <summary>The text of an element itself; layout between its children is none.</summary>
    internal static string? OwnText(XElement element)
    {
        if (!element.HasElements)
        {
            return element.Value;
        }

        var text = string.Concat(element.Nodes().OfType<XText>().Select(static node => node.Value));
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
