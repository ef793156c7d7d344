using VirtProvision.Core.Defaults;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;

namespace VirtProvision.Core.Tests.Defaults;

/// <summary>Compiles what rules do lazily, and holds what they write to the schema.</summary>
internal static class DefaultRuleCheck
{
    private static readonly SchemaShape s_spec = SchemaCatalog.Embedded.SpecOf(ResourceKind.Domain);

    public static DefaultRule[] Rules()
    {
        var files = new DefaultRuleFiles(s_spec);
        return [.. files.ChooseMachine.Concat(files.Complete).SelectMany(static file => file.Value)];
    }

    public static List<string> Findings()
    {
        var findings = new List<string>();
        foreach (var rule in Rules())
        {
            var target = rule.ForEach is null ? s_spec : s_spec.Member(rule.ForEach)?.Items;
            if (target is null)
            {
                findings.Add($"{rule.Name}: the schema has no list \"{rule.ForEach}\".");
            }

            Try(rule, findings, () => _ = rule.When?.Value);
            foreach (var value in rule.Values.Values)
            {
                Try(rule, findings, () => _ = value.Value);
            }

            Check(rule, rule.Set, target, findings);
            Check(rule, rule.Append, target, findings);
        }

        return findings;
    }

    public static bool IsScripted(DefaultRule rule) =>
        (rule.When is { } when && IsScripted(when.Value)) || rule.Values.Values.SelectMany(static value => value.Value.Expressions).Any(IsScripted);

    private static bool IsScripted(TemplateExpression expression) => expression is ScriptedExpression || (expression is not PathExpression && expression.Parts.Any(IsScripted));

    private static void Try(DefaultRule rule, List<string> findings, Action compile)
    {
        try
        {
            compile();
        }
        catch (SchemaLoadException exception)
        {
            findings.Add($"{rule.Name}: {exception.Message}");
        }
    }

    private static void Check(DefaultRule rule, DocumentNode? node, SchemaShape? shape, List<string> findings)
    {
        foreach (var entry in (node as MappingNode)?.Entries ?? [])
        {
            var member = shape?.Member(entry.Key.Text);
            if (member is null)
            {
                findings.Add($"{rule.Name}: the schema has no \"{entry.Key.Text}\" there.");
            }
            else if (entry.Value is ScalarNode { Kind: not ScalarKind.String } scalar && member.Choices.Length > 0 && member.Choices.All(choice => choice.ToString() != scalar.Text))
            {
                findings.Add($"{rule.Name}: \"{scalar.Text}\" is {scalar.Kind} to YAML; put it into quotes.");
            }

            Check(rule, entry.Value, member, findings);
        }

        foreach (var item in (node as SequenceNode)?.Items ?? [])
        {
            Check(rule, item, shape?.Items, findings);
        }
    }
}
