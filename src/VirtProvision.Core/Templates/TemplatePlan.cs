using System.Xml.Linq;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

/// <summary>A compiled piece of a template: a tree of the XML it can make, with expressions where the spec's values go.</summary>
internal abstract record TemplatePlan(TextSpan Span);

/// <summary>An element. It is made only when something is in it, or <paramref name="Keep"/> is true.</summary>
/// <param name="Name">Null when <paramref name="ComputedName"/> says it.</param>
/// <param name="Keep">The value of <c>vp:keep</c>; null when there is none.</param>
/// <param name="Edits">The value of <c>vp:edits</c>, a list of edits; null when there is none.</param>
/// <param name="Guard">When the spec writes nothing there, the element comes out empty whatever else: it need not be looked at.</param>
internal sealed record ElementPlan(
    TextSpan Span,
    XName? Name,
    TextPlan? ComputedName,
    ImmutableArray<(XName Name, TextPlan Value)> Attributes,
    ImmutableArray<TemplatePlan> Content,
    TextPlan? Keep,
    TemplateExpression? Edits,
    PathExpression? Guard) : TemplatePlan(Span);

/// <summary>Text with expressions in it. When any expression comes out empty, the whole text does: <c>ua-{{ disk.name }}</c> without a name is nothing.</summary>
/// <param name="Literals">One more than the expressions, before, between and after them.</param>
internal sealed record TextPlan(TextSpan Span, ImmutableArray<string> Literals, ImmutableArray<TemplateExpression> Expressions) : TemplatePlan(Span)
{
    public bool IsConstant => Expressions.IsEmpty;
}

internal sealed record LoopPlan(TextSpan Span, string Variable, TemplateExpression Iterator, ImmutableArray<TemplatePlan> Body) : TemplatePlan(Span);

/// <param name="Branches">The first whose condition is true is taken; a null condition is <c>else</c>.</param>
internal sealed record ChoicePlan(TextSpan Span, ImmutableArray<(TemplateExpression? Condition, ImmutableArray<TemplatePlan> Body)> Branches) : TemplatePlan(Span);

internal sealed record IncludePlan(TextSpan Span, CompiledTemplate Template, TemplateExpression? Argument) : TemplatePlan(Span);

/// <summary>A variable for what follows in the same element or block.</summary>
internal sealed record AssignPlan(TextSpan Span, string Variable, TemplateExpression Value) : TemplatePlan(Span);
