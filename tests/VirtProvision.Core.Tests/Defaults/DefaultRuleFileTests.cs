using VirtProvision.Core.Defaults;

namespace VirtProvision.Core.Tests.Defaults;

/// <summary>What only some specs would show: every expression of every rule compiles, and every field that a rule writes is one of the schema's.</summary>
public sealed class DefaultRuleFileTests
{
    [Fact]
    public void Every_rule_can_be_computed_and_writes_fields_of_the_schema() => Assert.Empty(DefaultRuleCheck.Findings());

    [Fact]
    public void Every_rule_says_in_words_when_it_acts() => Assert.DoesNotContain(DefaultRuleCheck.Rules(), static rule => rule.Name.Length < 6);

    // Setting Scriban's evaluator up takes longer than all rules together.
    [Fact]
    public void No_rule_needs_what_only_Scriban_can_evaluate() => Assert.Empty(DefaultRuleCheck.Rules().Where(static rule => DefaultRuleCheck.IsScripted(rule)).Select(static rule => rule.Name));

    [Fact]
    public void No_two_rules_have_one_name() =>
        Assert.Empty(DefaultRuleCheck.Rules().GroupBy(static rule => rule.Name).Where(static group => group.Count() > 1).Select(static group => group.Key));
}
