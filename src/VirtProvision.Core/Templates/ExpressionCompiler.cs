using Scriban.Syntax;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

/// <summary>Compiles Scriban's expressions and holds every path in them to the schema, also where this run would not come by.</summary>
internal sealed class ExpressionCompiler(SourceFile file, DiagnosticBag diagnostics)
{
    public TemplateExpression Compile(ScriptExpression expression, CompileScope scope)
    {
        var span = TemplateMarkup.SpanOf(file, expression);
        switch (expression)
        {
            case ScriptLiteral literal:
                return new LiteralExpression(span, literal.Value is int number ? (long)number : literal.Value);
            case ScriptNestedExpression { Expression: { } inner }:
                return Compile(inner, scope);
            case ScriptUnaryExpression { Operator: ScriptUnaryOperator.Not, Right: { } operand }:
                return new NotExpression(span, Compile(operand, scope));
            case ScriptConditionalExpression { Condition: { } condition, ThenValue: { } then, ElseValue: { } otherwise }:
                return new ConditionalExpression(span, Compile(condition, scope), Compile(then, scope), Compile(otherwise, scope));
            case ScriptBinaryExpression { Left: { } left, Right: { } right } binary when BinaryExpression.Supports(binary.Operator):
                return new BinaryExpression(span, binary.Operator, Compile(left, scope), Compile(right, scope));
        }

        if (Function(expression, span, scope) is { } call)
        {
            return call;
        }

        if (!TryPath(expression, out var variable, out var members) || scope.Find(variable) is not { } found)
        {
            return Scripted(expression, span, scope);
        }

        return found.Definition is { } definition && members.IsEmpty ? definition(scope) : Path(span, found, members);
    }

    /// <summary>The functions that are used most. Scriban's own take longer to set up than a thousand domains to render.</summary>
    private TemplateExpression? Function(ScriptExpression expression, TextSpan span, CompileScope scope)
    {
        if (expression is ScriptArrayInitializerExpression { Values: { } values })
        {
            return new ListExpression(span, [.. values.Select(value => Compile(value, scope))]);
        }

        if (expression is not ScriptPipeCall pipe)
        {
            return null;
        }

        // A pipe of several calls nests to either side.
        var parts = PartsOf(pipe).ToArray();
        if (!parts.Skip(1).All(part => IsKnownCall(part, scope)))
        {
            return null;
        }

        return parts.Skip(1).Cast<ScriptFunctionCall>().Aggregate(Compile(parts[0], scope), (input, call) => Call(span, input, call, scope));
    }

    private static IEnumerable<ScriptExpression> PartsOf(ScriptExpression expression) =>
        expression is ScriptPipeCall { From: { } from, To: { } to } ? PartsOf(from).Concat(PartsOf(to)) : [expression];

    private static bool IsKnownCall(ScriptExpression expression, CompileScope scope) =>
        expression is ScriptFunctionCall { Target: ScriptMemberExpression { Target: ScriptVariableGlobal { Name: { } group }, Member.Name: { } function }, Arguments: [var argument] }
        && scope.Find(group) is null
        && (group, function) switch
        {
            ("string", _) => TextTestExpression.Supports(function),
            ("array", "contains") => true,
            ("array", "map") => argument is ScriptLiteral { Value: string },
            _ => false,
        };

    private TemplateExpression Call(TextSpan span, TemplateExpression input, ScriptFunctionCall call, CompileScope scope)
    {
        var (function, argument) = (((ScriptMemberExpression)call.Target!).Member!.Name, call.Arguments[0]);
        return function switch
        {
            "map" => Map(span, input, (string)((ScriptLiteral)argument).Value!),
            "contains" when ((ScriptVariableGlobal)((ScriptMemberExpression)call.Target).Target!).Name is "array" => new ListTestExpression(span, input, Compile(argument, scope)),
            _ => new TextTestExpression(span, function, input, Compile(argument, scope)),
        };
    }

    private ListMapExpression Map(TextSpan span, TemplateExpression list, string member)
    {
        if (list is PathExpression { Shape.Items: { } items } && items.Member(member) is null && !IsOpen(items))
        {
            diagnostics.Add(TemplateDiagnostics.UnknownMember(span, member, $"\"{list}\"", Nearest.To(member, items.Properties.Keys)));
        }

        return new ListMapExpression(span, list, member);
    }

    private ScriptedExpression Scripted(ScriptExpression expression, TextSpan span, CompileScope scope)
    {
        var reads = new List<PathExpression>();
        FindPaths(expression, scope, reads);
        return new ScriptedExpression(span, expression, [.. reads.Select(static path => path.Variable).Distinct()], [.. reads]);
    }

    private void FindPaths(ScriptNode? node, CompileScope scope, List<PathExpression> reads)
    {
        if (node is ScriptExpression expression && TryPath(expression, out var variable, out var members))
        {
            var span = TemplateMarkup.SpanOf(file, node);
            if (scope.Find(variable) is { } found)
            {
                reads.Add(Path(span, found, members));
            }
            else if (!IsBuiltin(variable, members))
            {
                ReportUnknown(span, variable, members, scope);
            }

            return;
        }

        if (node is ScriptMemberExpression member)
        {
            FindPaths(member.Target, scope, reads);
            return;
        }

        for (var i = 0; node is not null && i < node.ChildrenCount; i++)
        {
            FindPaths(node.GetChildren(i), scope, reads);
        }
    }

    private static bool IsBuiltin(string name, ImmutableArray<string> members) =>
        name is "empty" or "this" ? name is "empty" : ScriptContext.HasBuiltin(name) && (members.IsEmpty || (members.Length is 1 && ScriptContext.MembersOf(name).Contains(members[0])));

    private void ReportUnknown(TextSpan span, string variable, ImmutableArray<string> members, CompileScope scope) => diagnostics.Add(
        ScriptContext.HasBuiltin(variable) && !members.IsEmpty
            ? TemplateDiagnostics.UnknownMember(span, members[0], $"\"{variable}\"", Nearest.To(members[0], ScriptContext.MembersOf(variable)))
            : TemplateDiagnostics.UnknownVariable(span, variable, Nearest.To(variable, scope.Visible.Select(static known => known.Name))));

    /// <summary><c>a</c>, <c>a.b.c</c>, <c>a['b']</c> and <c>$1.b</c>.</summary>
    private static bool TryPath(ScriptExpression? expression, out string variable, out ImmutableArray<string> members)
    {
        variable = "";
        members = [];
        switch (expression)
        {
            case ScriptVariableGlobal global:
                variable = global.Name;
                return true;
            case ScriptIndexerExpression { Target: ScriptVariableLocal { Name: "" or "$" }, Index: ScriptLiteral { Value: 1 } }:
                variable = TemplateScope.Argument;
                return true;
            case ScriptMemberExpression { Target: { } target, Member: ScriptVariableGlobal member } when TryPath(target, out variable, out members):
                members = members.Add(member.Name);
                return true;
            case ScriptIndexerExpression { Target: { } target, Index: ScriptLiteral { Value: string name } } when TryPath(target, out variable, out members):
                members = members.Add(name);
                return true;
            default:
                return false;
        }
    }

    private PathExpression Path(TextSpan span, CompileScope variable, ImmutableArray<string> members)
    {
        var shape = variable.Shape;
        for (var i = 0; i < members.Length && shape is not null; i++)
        {
            if (members[i] is "size" && shape.IsList && i + 1 == members.Length)
            {
                return new PathExpression(span, variable.Name, members, null, IsSize: true);
            }

            var next = shape.Member(members[i]);
            if (next is null && !IsOpen(shape))
            {
                var of = string.Join('.', members.Take(i).Prepend(variable.Name));
                diagnostics.Add(TemplateDiagnostics.UnknownMember(span, members[i], $"\"{of}\"", Nearest.To(members[i], shape.Properties.Keys)));
            }

            shape = next;
        }

        return new PathExpression(span, variable.Name, members, shape, IsSize: false);
    }

    // Nothing is said of its members, so any may be there.
    private static bool IsOpen(SchemaShape shape) => shape.Types is SchemaType.Any && shape.Properties.Count is 0;
}
