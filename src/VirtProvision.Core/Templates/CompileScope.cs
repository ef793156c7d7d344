using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Templates;

/// <summary>The variables known at a place of a template and what the schema says of them.</summary>
/// <param name="Shape">Null when only running shows what it holds.</param>
internal sealed record CompileScope(CompileScope? Outer, string Name, SchemaShape? Shape)
{
    /// <summary>What the name stands for when it is no variable: an expression over the variables where it is used.</summary>
    public Func<CompileScope, TemplateExpression>? Definition { get; init; }

    private static readonly SchemaNode s_text = new("text") { Types = SchemaType.String };
    private static readonly SchemaNode s_number = new("number") { Types = SchemaType.Integer };
    private static readonly SchemaNode s_flag = new("flag") { Types = SchemaType.Boolean };

    private static readonly SchemaShape s_texts = new SchemaNode("texts") { Types = SchemaType.Object, AdditionalProperties = s_text }.Shape;

    /// <summary>What <c>for</c> holds in a loop.</summary>
    public static readonly SchemaShape LoopState = new SchemaNode("for")
    {
        Types = SchemaType.Object,
        Properties = new() { ["index"] = s_number, ["length"] = s_number, ["first"] = s_flag, ["last"] = s_flag },
    }.Shape;

    public static CompileScope ForSpec(SchemaShape spec) =>
        new CompileScope(null, "spec", spec).With("name", s_text.Shape).With("labels", s_texts).With("annotations", s_texts);

    public CompileScope With(string name, SchemaShape? shape) => new(this, name, shape);

    public CompileScope Define(string name, Func<CompileScope, TemplateExpression> definition) => new(this, name, null) { Definition = definition };

    public CompileScope? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Name == name)
            {
                return scope;
            }
        }

        return null;
    }

    /// <summary>The newest of each name.</summary>
    public IEnumerable<CompileScope> Visible
    {
        get
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var scope = this; scope is not null; scope = scope.Outer)
            {
                if (seen.Add(scope.Name))
                {
                    yield return scope;
                }
            }
        }
    }

    /// <summary>What an entry of a free-form map looks like in a loop.</summary>
    public static SchemaShape EntryOf(SchemaShape value) => new SchemaNode("entry")
    {
        Types = SchemaType.Object,
        Properties = new() { ["key"] = s_text, ["value"] = new SchemaNode("value") { AnyOf = value.Roots } },
    }.Shape;
}
