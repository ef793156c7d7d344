using System.Collections.Concurrent;
using Scriban;
using Scriban.Parsing;
using Scriban.Syntax;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;

namespace VirtProvision.Core.Defaults;

/// <summary>Compiles the expressions of rules, each when it is first needed. The rules are ours, so whatever is wrong with them is thrown.</summary>
internal sealed class RuleExpressions
{
    private static readonly LexerOptions s_expression = new() { Mode = ScriptMode.ScriptOnly };

    private readonly CompileScope _scope;

    /// <param name="words">Names for expressions, each of which may use those before it.</param>
    public RuleExpressions(SchemaShape spec, MappingNode? words)
    {
        var scope = CompileScope.ForSpec(spec)
            .With("user", UserModel.Table.Shape).With("host", HostTable.Host.Shape).With("domcaps", HostTable.Domain.Shape).With("guest", GuestModel.Table.Shape).With("os", OsModel.Table.Shape);
        foreach (var word in words?.Entries ?? [])
        {
            scope = scope.Define(word.Key.Text, Definition((ScalarNode)word.Value));
        }

        _scope = scope;
    }

    /// <param name="item">What <c>item</c> is in a rule with <c>forEach</c>.</param>
    public Lazy<TemplateExpression> Condition(ScalarNode when, SchemaShape? item) => new(() => Compile(when, when.Text, ScopeOf(item)));

    public Lazy<ComputedValue> Value(ScalarNode text, SchemaShape? item) => new(() => Computed(text, ScopeOf(item)));

    public static bool IsComputed(ScalarNode scalar) => scalar.Kind is ScalarKind.String && scalar.Text.Contains("{{", StringComparison.Ordinal);

    /// <summary>A word means the same wherever it is used, but that <c>item</c> is of another list: once for each.</summary>
    private static Func<CompileScope, TemplateExpression> Definition(ScalarNode word)
    {
        var compiled = new ConcurrentDictionary<(SchemaShape?, bool), TemplateExpression>();
        return scope => compiled.GetOrAdd((scope.Find("item")?.Shape, scope.Find("item") is null), _ => Compile(word, word.Text, scope));
    }

    private CompileScope ScopeOf(SchemaShape? item) => item is null ? _scope : _scope.With("item", item);

    private static ComputedValue Computed(ScalarNode scalar, CompileScope scope)
    {
        var literals = ImmutableArray.CreateBuilder<string>();
        var expressions = ImmutableArray.CreateBuilder<TemplateExpression>();
        var text = scalar.Text.AsSpan();
        for (int start; (start = text.IndexOf("{{")) >= 0;)
        {
            var end = text.IndexOf("}}");
            if (end < start)
            {
                throw new SchemaLoadException(scalar.Span.File.Path, $"{scalar.Span}: {{{{ is not closed.");
            }

            literals.Add(text[..start].ToString());
            expressions.Add(Compile(scalar, text[(start + 2)..end].ToString(), scope));
            text = text[(end + 2)..];
        }

        literals.Add(text.ToString());
        return new ComputedValue(literals.ToImmutable(), expressions.ToImmutable());
    }

    private static TemplateExpression Compile(ScalarNode at, string text, CompileScope scope)
    {
        var diagnostics = new DiagnosticBag();
        var template = Template.Parse(text, at.Span.File.Path, lexerOptions: s_expression);
        var compiled = template is { HasErrors: false, Page.Body.Statements: [ScriptExpressionStatement { Expression: { } expression }] }
            ? new ExpressionCompiler(at.Span.File, diagnostics).Compile(expression, scope)
            : null;
        return compiled is not null && !diagnostics.HasErrors
            ? compiled
            : throw new SchemaLoadException(at.Span.File.Path, $"{at.Span}: \"{text}\" is not one expression. {string.Join(' ', diagnostics.Select(static finding => finding.Detail))}");
    }
}
