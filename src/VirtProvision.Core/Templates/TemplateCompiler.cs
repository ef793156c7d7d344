using System.Collections.Concurrent;
using System.Xml.Linq;
using Scriban.Syntax;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

/// <summary>Compiles the templates of one kind. The same file included with another sort of item is compiled again, for its paths mean another schema.</summary>
internal sealed class TemplateCompiler(string folder, TemplateFiles files)
{
    private readonly ConcurrentDictionary<string, CompiledTemplate> _templates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SchemaShape, int> _shapes = new();
    private readonly string _folder = folder;
    private int _lastShape;

    public CompiledTemplate Template(string path, CompileScope scope, TextSpan? includedAt)
    {
        var variables = string.Join(',', scope.Visible.Select(variable => $"{variable.Name}:{(variable.Shape is null ? 0 : _shapes.GetOrAdd(variable.Shape, _ => Interlocked.Increment(ref _lastShape)))}"));
        return _templates.GetOrAdd($"{path}({variables})", _ => new CompiledTemplate(path, (_, diagnostics) => Compile(path, scope, includedAt, diagnostics)));
    }

    private ImmutableArray<TemplatePlan> Compile(string path, CompileScope scope, TextSpan? includedAt, DiagnosticBag diagnostics)
    {
        var file = files.Read(path);
        if (file is null)
        {
            diagnostics.Add(TemplateDiagnostics.MissingTemplate(includedAt ?? new SourceFile($"schemas/{path}", "").Start, path));
            return [];
        }

        return TemplateComposer.Compose(file, diagnostics) is { } markup ? new FileCompiler(this, markup, diagnostics).Content(markup.Root, scope) : [];
    }

    /// <summary>Compiles the tree of one file.</summary>
    private sealed class FileCompiler(TemplateCompiler compiler, TemplateMarkup markup, DiagnosticBag diagnostics)
    {
        private readonly ExpressionCompiler _expressions = new(markup.File, diagnostics);

        public ImmutableArray<TemplatePlan> Content(XElement parent, CompileScope scope)
        {
            var content = ImmutableArray.CreateBuilder<TemplatePlan>();
            foreach (var node in parent.Nodes())
            {
                if (node is XText text)
                {
                    if (Text(text.Value, markup.SpanOf(text), scope, trim: text is not XCData) is { } plan)
                    {
                        content.Add(plan);
                    }
                }
                else if (node is XElement element)
                {
                    var plan = element.Name.Namespace == TemplateMarkup.Blocks ? Block(element, scope) : Element(element, scope);
                    content.Add(plan);
                    scope = plan is AssignPlan assign ? scope.With(assign.Variable, (assign.Value as PathExpression)?.Shape) : scope;
                }
            }

            return content.ToImmutable();
        }

        private ElementPlan Element(XElement element, CompileScope scope)
        {
            var span = markup.SpanOf(element);
            var attributes = ImmutableArray.CreateBuilder<(XName, TextPlan)>();
            TextPlan? keep = null;
            TemplateExpression? edits = null;
            foreach (var attribute in element.Attributes())
            {
                if (attribute.Name == Xml.ProvisionNamespace.Edits)
                {
                    edits = List(attribute.Value, scope);
                    continue;
                }

                var plan = Text(attribute.Value, markup.SpanOf(attribute), scope, trim: false) ?? new TextPlan(span, [""], []);
                if (attribute.Name == Xml.ProvisionNamespace.Keep)
                {
                    keep = plan;
                }
                else if (attribute.Name.LocalName.Contains(TemplateMarkup.HoleStart, StringComparison.Ordinal))
                {
                    diagnostics.Add(TemplateDiagnostics.NotXml(markup.SpanOf(attribute), "The name of an attribute cannot be computed."));
                }
                else
                {
                    attributes.Add((attribute.Name, plan));
                }
            }

            var computed = element.Name.LocalName.Contains(TemplateMarkup.HoleStart, StringComparison.Ordinal) ? Text(element.Name.LocalName, span, scope, trim: false) : null;
            var compiled = new ElementPlan(span, computed is null ? element.Name : null, computed, attributes.ToImmutable(), Content(element, scope), keep, edits, Guard: null);
            return compiled with { Guard = TemplateGuard.Of(compiled) };
        }

        /// <summary>The one expression of an attribute that takes a list, not a text.</summary>
        private TemplateExpression? List(string text, CompileScope scope)
        {
            if (!text.StartsWith(TemplateMarkup.HoleStart, StringComparison.Ordinal) || text.IndexOf('-', TemplateMarkup.HoleStart.Length) is var end && end < 0)
            {
                return null;
            }

            return _expressions.Compile((ScriptExpression)markup.Scripts[int.Parse(text.AsSpan(TemplateMarkup.HoleStart.Length, end - TemplateMarkup.HoleStart.Length), CultureInfo.InvariantCulture)], scope);
        }

        private TextPlan? Text(string text, TextSpan span, CompileScope scope, bool trim)
        {
            var literals = ImmutableArray.CreateBuilder<string>();
            var expressions = ImmutableArray.CreateBuilder<TemplateExpression>();
            var start = 0;
            for (var at = text.IndexOf(TemplateMarkup.HoleStart, StringComparison.Ordinal); at >= 0; at = text.IndexOf(TemplateMarkup.HoleStart, start, StringComparison.Ordinal))
            {
                var number = at + TemplateMarkup.HoleStart.Length;
                var end = text.IndexOf('-', number);
                literals.Add(text[start..at]);
                expressions.Add(Value((ScriptExpression)markup.Scripts[int.Parse(text.AsSpan(number, end - number), CultureInfo.InvariantCulture)], scope));
                start = end + 1;
            }

            literals.Add(text[start..]);
            if (trim)
            {
                // Blanks of the template's layout; those of a value are in no literal.
                literals[0] = literals[0].TrimStart();
                literals[^1] = literals[^1].TrimEnd();
            }

            return expressions.Count is 0 && literals[0].Length is 0 ? null : new TextPlan(span, literals.ToImmutable(), expressions.ToImmutable());
        }

        private TemplateExpression Value(ScriptExpression script, CompileScope scope)
        {
            var value = _expressions.Compile(script, scope);
            if (value is PathExpression { Shape: { } shape } && (shape.Types & SchemaType.Scalar) is SchemaType.None)
            {
                diagnostics.Add(TemplateDiagnostics.NotAValue(value.Span, value.ToString()!));
            }

            return value;
        }

        private TemplatePlan Block(XElement block, CompileScope scope)
        {
            var script = Script(block);
            var span = TemplateMarkup.SpanOf(markup.File, script);
            return script switch
            {
                ScriptForStatement loop when block.Name == TemplateMarkup.Loop => Loop(block, loop, span, scope),
                ScriptFunctionCall call => Include(call, span, scope),
                ScriptAssignExpression assign => new AssignPlan(span, ((ScriptVariable)assign.Target!).Name, _expressions.Compile(assign.Value!, scope)),
                _ => new ChoicePlan(span, [.. block.Elements().Select(branch => (branch.Name == TemplateMarkup.When ? _expressions.Compile((ScriptExpression)Script(branch), scope) : null, Content(branch, scope)))]),
            };
        }

        private ScriptNode Script(XElement block) => markup.Scripts[int.Parse(block.Attribute("n")!.Value, CultureInfo.InvariantCulture)];

        private LoopPlan Loop(XElement block, ScriptForStatement loop, TextSpan span, CompileScope scope)
        {
            var iterator = _expressions.Compile(loop.Iterator!, scope);
            SchemaShape? item = null;
            if (iterator is PathExpression { Shape: { } shape })
            {
                item = shape.IsList ? shape.Items : shape.AdditionalProperties is { } value ? CompileScope.EntryOf(value) : null;
                if (!shape.Types.HasFlag(SchemaType.Array) && shape.AdditionalProperties is null)
                {
                    diagnostics.Add(TemplateDiagnostics.NotAList(iterator.Span, iterator.ToString()!));
                }
            }

            var variable = ((ScriptVariable)loop.Variable!).Name;
            return new LoopPlan(span, variable, iterator, Content(block, scope.With(variable, item).With("for", CompileScope.LoopState)));
        }

        private TemplatePlan Include(ScriptFunctionCall call, TextSpan span, CompileScope scope)
        {
            if (call.Arguments is not [ScriptLiteral { Value: string include }, ..] || call.Arguments.Count > 2)
            {
                diagnostics.Add(TemplateDiagnostics.UnsupportedStatement(span, call.ToString()));
                return new ChoicePlan(span, []);
            }

            var argument = call.Arguments.Count is 2 ? _expressions.Compile(call.Arguments[1], scope) : null;
            var path = TemplateFiles.Resolve(compiler._folder, include);
            var inner = argument is null ? scope : scope.With(TemplateScope.Argument, (argument as PathExpression)?.Shape);
            return new IncludePlan(span, compiler.Template(path, inner, span), argument);
        }
    }
}
