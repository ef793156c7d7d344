using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Defaults;

/// <summary>
/// Reads <c>domain/defaults.yaml</c>: words for conditions, and the files with the rules in their order. A file is read when it is first needed. They are ours,
/// so whatever is wrong with them is thrown.
/// </summary>
internal sealed class DefaultRuleFiles
{
    private const string Index = "domain/defaults.yaml";

    private readonly Dictionary<string, Lazy<ImmutableArray<DefaultRule>>> _files = new(StringComparer.Ordinal);
    private readonly SchemaShape _spec;

    public DefaultRuleFiles(SchemaShape spec)
    {
        _spec = spec;
        var index = (MappingNode)Read(Index);
        Expressions = new RuleExpressions(spec, index["words"] as MappingNode);
        ChooseMachine = Files(index["chooseMachine"]);
        ChooseCpu = Files(index["chooseCpu"]);
        Complete = Files(index["complete"]);
    }

    public RuleExpressions Expressions { get; }

    /// <summary>What runs the domain, and on which machine.</summary>
    public ImmutableArray<Lazy<ImmutableArray<DefaultRule>>> ChooseMachine { get; }

    /// <summary>Those of <see cref="Complete"/> that choose the CPU.</summary>
    public ImmutableArray<Lazy<ImmutableArray<DefaultRule>>> ChooseCpu { get; }

    /// <summary>All else.</summary>
    public ImmutableArray<Lazy<ImmutableArray<DefaultRule>>> Complete { get; }

    private ImmutableArray<Lazy<ImmutableArray<DefaultRule>>> Files(DocumentNode? names) =>
        [.. ((SequenceNode)names!).Items.OfType<ScalarNode>().Select(name => File(name.Text))];

    private Lazy<ImmutableArray<DefaultRule>> File(string name) =>
        _files.TryGetValue(name, out var known) ? known : _files[name] = new Lazy<ImmutableArray<DefaultRule>>(() => Rules(name));

    private ImmutableArray<DefaultRule> Rules(string file) => [.. ((SequenceNode)Read(KindFiles.Resolve("domain", file))).Items.Cast<MappingNode>().Select(Rule)];

    private DefaultRule Rule(MappingNode rule)
    {
        var forEach = rule.TextOf("forEach");
        var item = forEach is null ? null : _spec.Member(forEach)?.Items;
        var when = rule["when"] as ScalarNode;
        var values = new Dictionary<ScalarNode, Lazy<ComputedValue>>(ReferenceEqualityComparer.Instance);
        FindComputed(rule["set"], item, values);
        FindComputed(rule["append"], item, values);
        return new DefaultRule(
            rule.TextOf("name") ?? "",
            rule.Span,
            when?.Text,
            when is null ? null : Expressions.Condition(when, item),
            forEach,
            rule["set"] as MappingNode,
            rule["append"] as MappingNode,
            rule.TextOf("step") is { } step ? DefaultSteps.All[step] : null,
            values);
    }

    private void FindComputed(DocumentNode? node, SchemaShape? item, Dictionary<ScalarNode, Lazy<ComputedValue>> values)
    {
        switch (node)
        {
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    FindComputed(entry.Value, item, values);
                }

                break;
            case SequenceNode sequence:
                foreach (var inner in sequence.Items)
                {
                    FindComputed(inner, item, values);
                }

                break;
            case ScalarNode scalar when RuleExpressions.IsComputed(scalar):
                values.Add(scalar, Expressions.Value(scalar, item));
                break;
        }
    }

    private static DocumentNode Read(string path)
    {
        var diagnostics = new DiagnosticBag();
        var text = KindFiles.Read(path) ?? throw new SchemaLoadException(path, "There is no such file.");
        return YamlDocumentReader.Read(new SourceFile($"schemas/{path}", text), diagnostics) is [{ } document] && !diagnostics.HasErrors
            ? document
            : throw new SchemaLoadException(path, string.Join(' ', diagnostics.Select(static finding => $"{finding.Span}: {finding.Detail}")));
    }
}
