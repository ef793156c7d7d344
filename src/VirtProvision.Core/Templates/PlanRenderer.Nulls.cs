using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Templates;

/// <summary>What a spec says is null becomes a mark that it has to go, where the template would have written its value.</summary>
internal sealed partial class PlanRenderer
{
    /// <summary>An element for which there are no values is there only for what goes in it; where all that could be said of it goes, it goes itself.</summary>
    private static void MarkCarrier(ElementPlan plan, XElement element)
    {
        var gone = element.Attribute(ProvisionNamespace.AbsentAttributes)?.Value.Split(' ').Length ?? 0;
        if (gone == plan.Attributes.Length && gone + element.Elements().Count() > 1 && element.Nodes().All(static node => node is XElement child && ProvisionNamespace.IsAbsent(child)))
        {
            element.ReplaceAll(new XAttribute(ProvisionNamespace.Absent, "true"));
            return;
        }

        if (!IsEmpty(element) && !ProvisionNamespace.IsAbsent(element) && element.Attributes().All(static attribute => attribute.IsNamespaceDeclaration || attribute.Name.Namespace == ProvisionNamespace.Name)
            && element.Nodes().All(static node => node is XElement child && (ProvisionNamespace.IsAbsent(child) || child.Attribute(ProvisionNamespace.Carrier) is not null)))
        {
            element.SetAttributeValue(ProvisionNamespace.Carrier, "true");
        }
    }

    /// <summary>Whether an attribute or the text of the element itself is all that the path leads to: then that goes, and not the whole element.</summary>
    private static bool IsLeaf(ElementPlan plan, PathExpression guard) =>
        plan.Attributes.Select(static attribute => attribute.Value).Concat(plan.Content.OfType<TextPlan>()).Any(text =>
            text.Expressions.SelectMany(static expression => expression.Outcomes).Any(path => path.Variable == guard.Variable && path.Members.SequenceEqual(guard.Members)));

    /// <summary>What the body would have made.</summary>
    private static void AddAbsent(ImmutableArray<TemplatePlan> body, XElement into)
    {
        foreach (var plan in body)
        {
            switch (plan)
            {
                case ElementPlan { Name: { } name } when into.Element(name) is null:
                    into.Add(AbsentMark(name));
                    break;
                case IncludePlan include:
                    AddAbsent(include.Template.Body, into);
                    break;
                case ChoicePlan choice:
                    foreach (var branch in choice.Branches)
                    {
                        AddAbsent(branch.Body, into);
                    }

                    break;
            }
        }
    }
}
