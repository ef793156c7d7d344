using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace VirtProvision.Core.Templates;

/// <summary>Scriban's evaluator for the expressions that <see cref="TemplateExpression"/> does not do itself: functions, arithmetic, ranges, pipes.</summary>
internal sealed class ScriptContext : TemplateContext
{
    public const int LoopsAtMost = 100_000;

    [ThreadStatic]
    private static ScriptContext? t_own;

    private readonly ScriptObject _globals = new(StringComparer.Ordinal);

    private ScriptContext()
        : base(PureBuiltins(), StringComparer.Ordinal)
    {
        PushGlobal(_globals);
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        LoopLimit = LoopsAtMost;
        RecursiveLimit = 100;
        LimitToString = 1 << 20;
        RegexTimeOut = TimeSpan.FromSeconds(1);
    }

    /// <summary>Making one costs more than rendering a domain, so a thread keeps its own.</summary>
    private static ScriptContext Own => t_own ??= new ScriptContext();

    /// <summary>Without what would make the same spec render differently tomorrow, and without templates made from text.</summary>
    private static ScriptObject PureBuiltins()
    {
        var builtins = GetDefaultBuiltinObject();
        foreach (var name in (ReadOnlySpan<string>)["date", "timespan", "include", "include_join"])
        {
            builtins.Remove(name);
        }

        foreach (var (group, member) in (ReadOnlySpan<(string, string)>)[("math", "random"), ("math", "uuid"), ("object", "eval"), ("object", "eval_template")])
        {
            (builtins[group] as ScriptObject)?.Remove(member);
        }

        return builtins;
    }

    public static bool HasBuiltin(string name) => Own.BuiltinObject.ContainsKey(name);

    public static IEnumerable<string> MembersOf(string builtin) => Own.BuiltinObject.TryGetValue(builtin, out var value) && value is ScriptObject members ? members.Keys : [];

    /// <exception cref="ScriptRuntimeException">The expression failed.</exception>
    public static object? Evaluate(ScriptExpression expression, ImmutableArray<string> variables, TemplateScope scope)
    {
        var context = Own;
        foreach (var name in variables)
        {
            var value = ToScript(scope.Find(name));
            if (name is TemplateScope.Argument)
            {
                context.SetValue(ScriptVariable.Arguments, new ScriptArray { null, value });
            }
            else
            {
                context._globals.SetValue(name, value, false);
            }
        }

        try
        {
            return context.Evaluate(expression);
        }
        finally
        {
            context._globals.Clear();
        }
    }

    public static object? ToScript(object? value) => value switch
    {
        StyledBoolean boolean => boolean.Value,
        ModelList list => new ScriptArray(list.Items.Select(item => ToScript(ModelValue.Of(item, list.ItemShape)))),
        LoopState loop => new ScriptObject { ["index"] = loop.Index, ["first"] = loop.Index is 0, ["last"] = loop.Index + 1 == loop.Length, ["length"] = loop.Length },
        ModelEntry entry => new ScriptObject { ["key"] = entry.Key, ["value"] = ToScript(entry.Value) },
        _ => value,
    };

    public override bool ToBool(SourceSpan span, object? value) => value switch
    {
        ModelObject model => model.Node is not null,
        ScriptArray array => array.Count > 0,
        _ => base.ToBool(span, value),
    };
}
