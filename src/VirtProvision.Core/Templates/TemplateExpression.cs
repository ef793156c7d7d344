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
            return ModelValue.Of(NodeIn(model, out var owner), Shape, owner);
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
        ModelObject model => NodeIn(model, out _) is not (null or ScalarNode { IsNull: true }),
        var value => value is not null,
    };

    /// <summary>Whether the spec says in so many words, there or of what it is in, that nothing shall be: null.</summary>
    public bool IsUnset(TemplateScope scope)
    {
        switch (scope.Find(Variable))
        {
            case ModelList list:
                return list.IsNulled;
            case ModelObject { IsNulled: true }:
                return true;
            case ModelObject model when !IsSize:
                DocumentNode? node = model.Node;
                foreach (var member in Members)
                {
                    node = (node as MappingNode)?[member];
                    if (node is ScalarNode { IsNull: true })
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    /// <summary>What the spec has there, as it is written; null for what is no part of it.</summary>
    public DocumentNode? WrittenIn(TemplateScope scope) => scope.Find(Variable) is ModelObject model && !IsSize && NodeIn(model, out _) is { } node and not ScalarNode { IsNull: true } ? node : null;

    private DocumentNode? NodeIn(ModelObject model, out MappingNode? owner)
    {
        owner = null;
        DocumentNode? node = model.Node;
        foreach (var member in Members)
        {
            owner = node as MappingNode;
            node = owner?[member];
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }

    private object? MemberOf(object? value, string member) => value switch
    {
        ModelObject model when model.Shape is null || model.Shape.Member(member) is not null => ModelValue.Of(model.Node?[member], model.Shape?.Member(member), model.Node),
        ModelList list when member is "size" => (long)list.Items.Length,
        LoopState loop => member switch { "index" => (long)loop.Index, "first" => loop.Index is 0, "last" => loop.Index + 1 == loop.Length, "length" => (long)loop.Length, _ => null },
        ModelEntry entry => member switch { "key" => entry.Key, "value" => entry.Value, _ => null },
        IModelFacts facts => facts.Member(member),
        IReadOnlyCollection<string> texts when member is "size" => (long)texts.Count,
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

/// <summary>What only Scriban can evaluate.</summary>
/// <param name="Variables">Those it reads.</param>
/// <param name="Reads">The paths into the spec found in it.</param>
internal sealed record ScriptedExpression(TextSpan Span, ScriptExpression Script, ImmutableArray<string> Variables, ImmutableArray<PathExpression> Reads) : TemplateExpression(Span)
{
    public override object? Evaluate(TemplateScope scope) => ScriptContext.Evaluate(Script, Variables, scope);

    public override IEnumerable<TemplateExpression> Parts => Reads;
}
