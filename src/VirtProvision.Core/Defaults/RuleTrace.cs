using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Defaults;

/// <summary>Which rule gave which default, in the order in which they acted.</summary>
public sealed class RuleTrace
{
    private readonly List<RuleEffect> _effects = [];

    public IReadOnlyList<RuleEffect> Effects => _effects;

    internal void Record(DefaultRule rule, MappingNode before, MappingNode after)
    {
        foreach (var (field, value) in SpecDifference.Between(before, after))
        {
            _effects.Add(new RuleEffect(field, value, rule.Name, rule.Condition, rule.Span));
        }
    }
}

/// <summary>A default and where it came from.</summary>
/// <param name="Field">In the spec's words: <c>disks[0].bus</c>.</param>
/// <param name="Value">The value; a mapping or a list when the spec said nothing of any of it. Null when the rule took a field away.</param>
/// <param name="Rule">The rule's name, which says in words when it acts.</param>
/// <param name="Condition">The same as the rule has it to compute; null when it always acts.</param>
/// <param name="Place">Where the rule stands.</param>
public sealed record RuleEffect(string Field, DocumentNode? Value, string Rule, string? Condition, TextSpan Place);
