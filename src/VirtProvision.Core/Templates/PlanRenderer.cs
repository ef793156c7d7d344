using System.Collections;
using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Templates;

/// <summary>Runs a compiled template over one spec. What comes out empty is never made.</summary>
internal sealed partial class PlanRenderer(RenderPurpose purpose = RenderPurpose.Whole)
{
    // Null is a removal, and comes out as a mark of absence.
    private readonly bool _isEdit = purpose is not RenderPurpose.Whole;

    private const int DepthAtMost = 100;
    private const int StepsAtMost = 200_000;

    private int _steps;
    private int _depth;

    /// <exception cref="TemplateStopException">The template cannot go on.</exception>
    /// <exception cref="Scriban.Syntax.ScriptRuntimeException">An expression failed.</exception>
    public void Content(ImmutableArray<TemplatePlan> content, TemplateScope scope, XElement into)
    {
        foreach (var plan in content)
        {
            Step(plan);
            switch (plan)
            {
                case ElementPlan element:
                    Element(element, scope, into);
                    break;
                case TextPlan text when Text(text, scope) is { Length: > 0 } value:
                    into.Add(new XText(value));
                    break;
                case LoopPlan loop:
                    Loop(loop, scope, into);
                    break;
                case ChoicePlan choice:
                    Choice(choice, scope, into);
                    break;
                case IncludePlan include:
                    Include(include, scope, into);
                    break;
                case AssignPlan assign:
                    scope = scope.With(assign.Variable, assign.Value.Evaluate(scope));
                    break;
            }
        }
    }

    private void Element(ElementPlan plan, TemplateScope scope, XElement into)
    {
        var isUnset = _isEdit && plan.Guard?.IsUnset(scope) is true;
        if (plan.Guard is { } guard && !isUnset && !guard.IsWritten(scope))
        {
            return;
        }

        var name = plan.Name ?? ComputedName(plan, scope);
        if (name is null)
        {
            return;
        }

        if (isUnset && !IsLeaf(plan, plan.Guard!))
        {
            into.Add(AbsentMark(name));
            return;
        }

        var keep = plan.Keep is null ? null : Text(plan.Keep, scope);
        if (keep is "false" or "no" or "off" || (_isEdit && plan.Keep is not null && IsUnset(plan.Keep, scope)))
        {
            into.Add(AbsentMark(name));
            return;
        }

        var element = new XElement(name);
        foreach (var (attribute, value) in plan.Attributes)
        {
            if (Text(value, scope) is { Length: > 0 } text)
            {
                element.Add(new XAttribute(attribute, text));
            }
            else if (_isEdit && IsUnset(value, scope))
            {
                var marks = element.Attribute(ProvisionNamespace.AbsentAttributes)?.Value;
                element.SetAttributeValue(ProvisionNamespace.AbsentAttributes, marks is null ? attribute.LocalName : $"{marks} {attribute.LocalName}");
            }
        }

        if (_isEdit && plan.Content is [TextPlan content] && IsUnset(content, scope))
        {
            into.Add(AbsentMark(name));
            return;
        }

        Content(plan.Content, scope, element);
        if (purpose is RenderPurpose.Patch)
        {
            MarkCarrier(plan, element);
        }

        ApplyEdits(plan, scope, element);
        if (keep is { Length: > 0 } || !IsEmpty(element))
        {
            into.Add(element);
        }
    }

    private static void ApplyEdits(ElementPlan plan, TemplateScope scope, XElement element)
    {
        if (plan.Edits?.Evaluate(scope) is not ModelList { Items: { IsEmpty: false } items })
        {
            return;
        }

        var diagnostics = new DiagnosticBag();
        if (!XmlOverlay.Apply(element, new SequenceNode(items[0].Span, items), diagnostics))
        {
            throw new TemplateStopException(diagnostics.First());
        }
    }

    private static bool IsEmpty(XElement element)
    {
        if (element.FirstNode is not null)
        {
            return false;
        }

        for (var attribute = element.FirstAttribute; attribute is not null; attribute = attribute.NextAttribute)
        {
            if (!attribute.IsNamespaceDeclaration)
            {
                return false;
            }
        }

        return true;
    }

    private static XName? ComputedName(ElementPlan plan, TemplateScope scope)
    {
        if (Text(plan.ComputedName!, scope) is not { Length: > 0 } name)
        {
            return null;
        }

        try
        {
            return System.Xml.XmlConvert.VerifyNCName(name);
        }
        catch (System.Xml.XmlException)
        {
            throw new TemplateStopException(TemplateDiagnostics.Evaluation(plan.Span, $"\"{name}\" cannot name an XML element"));
        }
    }

    private static XElement AbsentMark(XName name) => new(name, new XAttribute(ProvisionNamespace.Absent, "true"));

    private static bool IsUnset(TextPlan plan, TemplateScope scope) => plan.Expressions is [{ } value] && value.Outcomes.Any(path => path.IsUnset(scope));

    /// <summary>Null when an expression in it is empty.</summary>
    private static string? Text(TextPlan plan, TemplateScope scope)
    {
        if (plan.IsConstant)
        {
            return plan.Literals[0];
        }

        if (plan.Expressions.Length is 1 && plan.Literals is ["", ""])
        {
            return Text(plan.Expressions[0], scope);
        }

        var parts = new string[plan.Literals.Length + plan.Expressions.Length];
        for (var i = 0; i < plan.Expressions.Length; i++)
        {
            if (Text(plan.Expressions[i], scope) is not { Length: > 0 } value)
            {
                return null;
            }

            parts[2 * i] = plan.Literals[i];
            parts[(2 * i) + 1] = value;
        }

        parts[^1] = plan.Literals[^1];
        return string.Concat(parts);
    }

    private static string? Text(TemplateExpression expression, TemplateScope scope)
    {
        var value = expression.Evaluate(scope);
        if (!ModelValue.HasText(value))
        {
            throw new TemplateStopException(TemplateDiagnostics.NotAValue(expression.Span, expression is PathExpression ? expression.ToString()! : "The expression"));
        }

        var text = ModelValue.Text(value);
        if (text is not null && XmlCharacters.IndexOfForbidden(text) is var at and >= 0)
        {
            throw new TemplateStopException(TemplateDiagnostics.ForbiddenCharacter(expression.Span, text[at]));
        }

        return text;
    }

    private void Loop(LoopPlan loop, TemplateScope scope, XElement into)
    {
        if (_isEdit && loop.Iterator.Outcomes.Any(path => path.IsUnset(scope)))
        {
            AddAbsent(loop.Body, into);
            return;
        }

        var items = Items(loop, loop.Iterator.Evaluate(scope));
        for (var i = 0; i < items.Length; i++)
        {
            Step(loop);
            if (items[i] is ModelObject { IsNulled: true })
            {
                // An option that names the second of a list says nothing of the first.
                continue;
            }

            var last = into.LastNode;
            Content(loop.Body, scope.With(loop.Variable, items[i]).With("for", new LoopState(i, items.Length)), into);
            if (purpose is RenderPurpose.Edit)
            {
                foreach (var made in (last is null ? into.Elements() : last.ElementsAfterSelf()).ToArray())
                {
                    made.SetAttributeValue(ProvisionNamespace.Position, i);
                }
            }
        }
    }

    private static ImmutableArray<object?> Items(LoopPlan loop, object? value) => value switch
    {
        null => [],
        ModelList { Items.IsEmpty: true } => [],
        ModelList list => [.. list.Items.Select(item => ModelValue.Of(item, list.ItemShape))],
        ModelObject model => model.Node is null ? [] : [.. model.Node.Entries.Select(entry => new ModelEntry(entry.Key.Text, ModelValue.Of(entry.Value, model.Shape?.Member(entry.Key.Text))))],
        string => throw new TemplateStopException(TemplateDiagnostics.NotAList(loop.Span, loop.Iterator is PathExpression ? loop.Iterator.ToString()! : "The expression")),
        IEnumerable list => [.. list.Cast<object?>().Take(ScriptContext.LoopsAtMost + 1)],
        _ => throw new TemplateStopException(TemplateDiagnostics.NotAList(loop.Span, loop.Iterator is PathExpression ? loop.Iterator.ToString()! : "The expression")),
    };

    private void Choice(ChoicePlan choice, TemplateScope scope, XElement into)
    {
        foreach (var (condition, body) in choice.Branches)
        {
            var value = condition?.Evaluate(scope);
            if (condition is null || ModelValue.IsTrue(value))
            {
                Content(body, scope, into);
                return;
            }

            // `acpi: false` is not silence: the spec says that the element must not be there.
            if ((value is StyledBoolean { Value: false } && condition is PathExpression { Shape.BooleanStyle: "element" })
                || (_isEdit && condition is PathExpression unset && unset.IsUnset(scope)))
            {
                AddAbsent(body, into);
            }
        }
    }

    private void Include(IncludePlan include, TemplateScope scope, XElement into)
    {
        if (_depth >= DepthAtMost)
        {
            throw new TemplateStopException(TemplateDiagnostics.TooMuch(include.Span, $"includes are {DepthAtMost} deep"));
        }

        foreach (var finding in include.Template.Findings)
        {
            if (finding.IsError)
            {
                throw new TemplateStopException(finding);
            }
        }

        _depth++;
        Content(include.Template.Body, include.Argument is null ? scope : scope.With(TemplateScope.Argument, include.Argument.Evaluate(scope)), into);
        _depth--;
    }

    private void Step(TemplatePlan at)
    {
        if (++_steps > StepsAtMost)
        {
            throw new TemplateStopException(TemplateDiagnostics.TooMuch(at.Span, $"it takes more than {StepsAtMost} steps"));
        }
    }
}
