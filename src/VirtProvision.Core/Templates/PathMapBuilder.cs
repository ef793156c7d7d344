using System.Xml.Linq;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Templates;

/// <summary>Walks a compiled template once, taking every branch and each loop for one item, and notes which path of the spec comes out where.</summary>
internal sealed class PathMapBuilder(SchemaShape spec)
{
    private readonly List<PathMapEntry> _entries = [];
    private readonly List<CompiledTemplate> _including = [];

    /// <summary>A variable: the place in the spec that it stands for, or the places whose values it may have.</summary>
    private sealed record Binding(Binding? Outer, string Name, ImmutableArray<SpecSource> Sources);

    /// <param name="Keys">The XML step for each list on the way.</param>
    /// <param name="IsEntry">It is an entry of a free-form map, with a key and a value.</param>
    private sealed record SpecSource(string Path, ImmutableArray<int> Keys, bool IsExact, SchemaShape? Shape, bool IsEntry = false);

    public static PathMap Build(CompiledTemplate template, SchemaShape spec)
    {
        var builder = new PathMapBuilder(spec);
        var scope = new Binding(null, "spec", [new SpecSource("", [], true, spec)]);
        scope = new Binding(scope, "name", [new SpecSource("name", [], true, null)]);
        builder.Content(template.Body, scope, [], isRoot: true);
        return new PathMap([.. builder._entries.DistinctBy(static entry => (entry.SpecPath, entry.XmlPath, entry.IsExact))]);
    }

    private void Content(ImmutableArray<TemplatePlan> content, Binding scope, ImmutableArray<string> xml, bool isRoot)
    {
        foreach (var plan in content)
        {
            switch (plan)
            {
                case TextPlan text:
                    Text(text, scope, xml, isPresence: false);
                    break;
                case ElementPlan element:
                    Element(element, scope, isRoot ? xml : xml.Add(element.Name?.ToString() ?? "*"));
                    break;
                case LoopPlan loop:
                    Content(loop.Body, new Binding(scope, loop.Variable, Items(loop.Iterator, scope, xml.Length)), xml, isRoot);
                    break;
                case ChoicePlan choice:
                    foreach (var (condition, body) in choice.Branches)
                    {
                        Presence(condition, body, scope, xml);
                        Content(body, scope, xml, isRoot);
                    }

                    break;
                case IncludePlan include when !_including.Contains(include.Template):
                    _including.Add(include.Template);
                    Content(include.Template.Body, include.Argument is null ? scope : Bind(scope, TemplateScope.Argument, include.Argument), xml, isRoot);
                    _including.RemoveAt(_including.Count - 1);
                    break;
                case AssignPlan assign:
                    scope = Bind(scope, assign.Variable, assign.Value);
                    break;
            }
        }
    }

    private void Element(ElementPlan element, Binding scope, ImmutableArray<string> xml)
    {
        foreach (var (name, value) in element.Attributes)
        {
            if (name.Namespace != XNamespace.Xmlns)
            {
                Text(value, scope, xml.Add($"@{name}"), isPresence: false);
            }
        }

        if (element.Keep is { } keep)
        {
            Text(keep, scope, xml, isPresence: true);
        }

        Content(element.Content, scope, xml, isRoot: false);
    }

    private void Text(TextPlan text, Binding scope, ImmutableArray<string> xml, bool isPresence)
    {
        for (var i = 0; i < text.Expressions.Length; i++)
        {
            var isAlone = text.Expressions.Length is 1;
            foreach (var source in Sources(text.Expressions[i], scope))
            {
                Add(source with { IsExact = source.IsExact && isAlone }, xml, isPresence, isAlone ? text.Literals[0] : "", isAlone ? text.Literals[1] : "");
            }
        }
    }

    // {{ if features.acpi }}<acpi vp:keep="true"/>{{ end }}
    private void Presence(TemplateExpression? condition, ImmutableArray<TemplatePlan> body, Binding scope, ImmutableArray<string> xml)
    {
        if (condition is not PathExpression { Shape.Types: SchemaType.Boolean } path)
        {
            return;
        }

        foreach (var element in body.OfType<ElementPlan>().Where(static element => element is { Name: not null, Keep.IsConstant: true }))
        {
            foreach (var source in Sources(path, scope))
            {
                Add(source, xml.Add(element.Name!.ToString()), isPresence: true, "", "");
            }
        }
    }

    private void Add(SpecSource source, ImmutableArray<string> xml, bool isPresence, string prefix, string suffix) => _entries.Add(
        new PathMapEntry(source.Path, string.Join('/', xml), source.Keys, source.IsExact, isPresence, prefix, suffix, source.Shape, IsSecret(source)));

    private bool IsSecret(SpecSource source)
    {
        SchemaShape? shape = spec;
        var secret = source.Shape?.IsSecret ?? false;
        foreach (var step in SpecPath.Parse(source.Path).Steps)
        {
            shape = shape?.Properties.GetValueOrDefault(step.Name);
            secret |= shape?.IsSecret ?? false;
            shape = step.Key is null ? shape : shape?.Items ?? shape?.AdditionalProperties;
        }

        return secret;
    }

    private static Binding Bind(Binding scope, string name, TemplateExpression value) => new(scope, name, Sources(value, scope));

    /// <summary>The items of a list, or the entries of a free-form map.</summary>
    private static ImmutableArray<SpecSource> Items(TemplateExpression iterator, Binding scope, int step) =>
        [.. Sources(iterator, scope).Where(static source => source.Path.Length > 0).Select(source => source with { Path = $"{source.Path}[]", Keys = source.Keys.Add(step), Shape = null, IsEntry = iterator is PathExpression { Shape: { IsList: false, AdditionalProperties: not null } } })];

    private static ImmutableArray<SpecSource> Sources(TemplateExpression expression, Binding scope)
    {
        PathExpression[] outcomes = [.. expression.Outcomes];
        return
        [
            .. outcomes.SelectMany(path => Sources(path, scope)),
            .. expression.Paths.Where(path => !outcomes.Contains(path)).SelectMany(path => Sources(path, scope)).Select(static source => source with { IsExact = false }),
        ];
    }

    private static IEnumerable<SpecSource> Sources(PathExpression path, Binding scope)
    {
        Binding? binding = scope;
        while (binding is not null && binding.Name != path.Variable)
        {
            binding = binding.Outer;
        }

        foreach (var source in binding?.Sources ?? [])
        {
            var members = source.IsEntry && !path.Members.IsEmpty ? path.Members.RemoveAt(0) : path.IsSize ? path.Members.RemoveAt(path.Members.Length - 1) : path.Members;
            var full = string.Join('.', members.Prepend(source.Path).Where(static step => step.Length > 0));
            if (full.Length > 0)
            {
                yield return new SpecSource(full, source.Keys, source.IsExact && !path.IsSize && !(source.IsEntry && path.Members is ["key"]), path.Shape ?? (members.IsEmpty ? source.Shape : null));
            }
        }
    }
}
