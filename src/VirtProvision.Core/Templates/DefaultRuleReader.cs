using Scriban;
using Scriban.Parsing;
using Scriban.Syntax;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

/// <summary>Reads <c>defaults.yaml</c>: a list of rules <c>{name, when, forEach, set, append}</c>. The file is ours, so whatever is wrong with it is thrown.</summary>
internal static class DefaultRuleReader
{
    public static ImmutableArray<DefaultRule> Read(SourceFile file, SchemaShape spec)
    {
        var diagnostics = new DiagnosticBag();
        var rules = YamlDocumentReader.Read(file, diagnostics) is [SequenceNode list] ? list.Items.OfType<MappingNode>().ToArray() : [];
        var read = rules.Select(rule => Rule(rule, file, spec, diagnostics)).ToImmutableArray();
        return diagnostics.HasErrors || read.IsEmpty
            ? throw new SchemaLoadException(file.Path, string.Join(' ', diagnostics.Select(static finding => $"{finding.Span}: {finding.Detail}").DefaultIfEmpty("There are no rules.")))
            : read;
    }

    private static DefaultRule Rule(MappingNode rule, SourceFile file, SchemaShape spec, DiagnosticBag diagnostics)
    {
        var forEach = rule.TextOf("forEach");
        var target = forEach is null ? spec : spec.Member(forEach)?.Items;
        foreach (var entry in rule.Entries)
        {
            if (entry.Key.Text is not ("name" or "when" or "forEach" or "set" or "append") || target is null)
            {
                diagnostics.Add(TemplateDiagnostics.UnknownMember(entry.Key.Span, target is null ? forEach! : entry.Key.Text, "a rule", null));
            }
        }

        var scope = CompileScope.ForSpec(spec).With("host", HostModel.Shape).With("item", target);
        var computed = ImmutableDictionary.CreateBuilder<string, TemplateExpression>();
        Check(rule["set"], target, file, scope, computed, diagnostics);
        Check(rule["append"], target, file, scope, computed, diagnostics);
        return new DefaultRule(
            rule.TextOf("name") ?? "",
            rule["when"] is ScalarNode when ? Compile(when, when.Text, file, scope, diagnostics) : null,
            forEach,
            rule["set"] as MappingNode,
            rule["append"] as MappingNode,
            computed.ToImmutable());
    }

    /// <summary>Holds what a rule writes to the schema's names, and compiles what it computes.</summary>
    private static void Check(
        DocumentNode? node, SchemaShape? shape, SourceFile file, CompileScope scope, ImmutableDictionary<string, TemplateExpression>.Builder computed, DiagnosticBag diagnostics)
    {
        switch (node)
        {
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    var member = shape?.Member(entry.Key.Text);
                    if (member is null)
                    {
                        diagnostics.Add(TemplateDiagnostics.UnknownMember(entry.Key.Span, entry.Key.Text, "the spec", Nearest.To(entry.Key.Text, shape?.Properties.Keys ?? [])));
                    }

                    Check(entry.Value, member, file, scope, computed, diagnostics);
                }

                break;
            case SequenceNode sequence:
                foreach (var item in sequence.Items)
                {
                    Check(item, shape?.Items, file, scope, computed, diagnostics);
                }

                break;
            case ScalarNode { Kind: ScalarKind.String } scalar when scalar.Text.StartsWith("{{", StringComparison.Ordinal) && scalar.Text.EndsWith("}}", StringComparison.Ordinal):
                computed[scalar.Text] = Compile(scalar, scalar.Text[2..^2], file, scope, diagnostics);
                break;
        }
    }

    private static TemplateExpression Compile(ScalarNode at, string text, SourceFile file, CompileScope scope, DiagnosticBag diagnostics)
    {
        var template = Template.Parse(text, file.Path, lexerOptions: new LexerOptions { Mode = ScriptMode.ScriptOnly });
        if (template is { HasErrors: false, Page.Body.Statements: [ScriptExpressionStatement { Expression: { } expression }] })
        {
            return new ExpressionCompiler(file, diagnostics).Compile(expression, scope);
        }

        diagnostics.Add(TemplateDiagnostics.Syntax(at.Span, $"\"{text}\" is not one expression"));
        return new LiteralExpression(at.Span, null);
    }
}
