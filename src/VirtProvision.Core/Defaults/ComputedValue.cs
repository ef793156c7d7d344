using VirtProvision.Core.Documents;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Defaults;

/// <summary>A value of a rule with expressions in it: <c>{{ os.memory }}</c>, <c>/dev/nmdm{{ spec.metadata.uuid }}A</c>.</summary>
/// <param name="Literals">The text before, between and after the expressions.</param>
internal sealed record ComputedValue(ImmutableArray<string> Literals, ImmutableArray<TemplateExpression> Expressions)
{
    /// <summary>An expression alone keeps its type. As in a template, a text of several parts is empty when any expression in it is.</summary>
    public DocumentNode? Node(TextSpan span, TemplateScope scope)
    {
        if (Expressions.Length is 1 && Literals.All(static literal => literal.Length is 0))
        {
            // What stands in the spec is taken as it is written there: "64MiB", not the number that it is in XML.
            return (Expressions[0] as PathExpression)?.WrittenIn(scope) is { } written ? written.At(span) : Node(span, Expressions[0].Evaluate(scope));
        }

        var text = Literals[0];
        for (var i = 0; i < Expressions.Length; i++)
        {
            if (ModelValue.Text(Expressions[i].Evaluate(scope)) is not { } part)
            {
                return null;
            }

            text += part + Literals[i + 1];
        }

        return ScalarNode.String(span, text);
    }

    private static DocumentNode? Node(TextSpan span, object? value) => value switch
    {
        null => null,
        bool flag => ScalarNode.Boolean(span, flag),
        StyledBoolean flag => ScalarNode.Boolean(span, flag.Value),
        long number => ScalarNode.Integer(span, number),
        string text => ScalarNode.String(span, text),
        IEnumerable<string> texts => new SequenceNode(span, [.. texts.Select(text => ScalarNode.String(span, text))]),
        ModelObject { Node: { } node } => node,
        ModelList { IsWritten: true } list => new SequenceNode(span, list.Items),
        _ => ModelValue.Text(value) is { } text ? ScalarNode.String(span, text) : null,
    };
}
