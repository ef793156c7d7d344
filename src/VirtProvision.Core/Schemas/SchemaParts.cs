namespace VirtProvision.Core.Schemas;

/// <summary>Walks from a schema through <c>$ref</c> and the combining keywords to every schema that speaks of the same value.</summary>
internal static class SchemaParts
{
    /// <summary>The schemas that may apply to the value itself, the outermost first: what stands nearest to the use overrides what it refers to.</summary>
    public static ImmutableArray<SchemaNode> Of(ImmutableArray<SchemaNode> roots)
    {
        var parts = new List<SchemaNode>();
        foreach (var root in roots)
        {
            Collect(root, parts);
        }

        return [.. parts];
    }

    private static void Collect(SchemaNode node, List<SchemaNode> parts)
    {
        if (parts.Contains(node))
        {
            return;
        }

        parts.Add(node);
        if (node.Reference is { } reference)
        {
            Collect(reference.Value, parts);
        }

        CollectAll(node.AllOf, parts);
        CollectAll(node.AnyOf, parts);
        CollectAll(node.OneOf, parts);
        if (node.Then is { } then)
        {
            Collect(then, parts);
        }

        if (node.Else is { } otherwise)
        {
            Collect(otherwise, parts);
        }
    }

    private static void CollectAll(ImmutableArray<SchemaNode> nodes, List<SchemaNode> parts)
    {
        foreach (var node in nodes)
        {
            Collect(node, parts);
        }
    }

    /// <summary>Several roots stand for branches of a choice: any of their types may come.</summary>
    public static SchemaType TypesOf(ImmutableArray<SchemaNode> roots)
    {
        var types = SchemaType.None;
        foreach (var root in roots)
        {
            // A branch that only adds a condition to a member says nothing of its type.
            var found = TypesOf(root, depth: 0);
            types |= found is SchemaType.Any ? SchemaType.None : found;
        }

        return types is SchemaType.None && !roots.All(static root => root.Always is false) ? SchemaType.Any : types;
    }

    private static SchemaType TypesOf(SchemaNode node, int depth)
    {
        if (node.Always is false)
        {
            return SchemaType.None;
        }

        var types = Declared(node);
        if (depth > 32)
        {
            return types;
        }

        if (node.Reference is { } reference)
        {
            types &= TypesOf(reference.Value, depth + 1);
        }

        foreach (var part in node.AllOf)
        {
            types &= TypesOf(part, depth + 1);
        }

        foreach (var choice in new[] { node.AnyOf, node.OneOf })
        {
            if (!choice.IsEmpty)
            {
                types &= choice.Aggregate(SchemaType.None, (union, branch) => union | TypesOf(branch, depth + 1));
            }
        }

        return types;
    }

    private static SchemaType Declared(SchemaNode node)
    {
        if (node.Types is { } types)
        {
            return types.HasFlag(SchemaType.Number) ? types | SchemaType.Integer : types;
        }

        if (node.Const is { } constant)
        {
            return constant.Type;
        }

        return node.Enum.IsEmpty ? SchemaType.Any : node.Enum.Aggregate(SchemaType.None, static (union, literal) => union | literal.Type);
    }

    public static IReadOnlyDictionary<string, SchemaShape> PropertiesOf(ImmutableArray<SchemaNode> parts)
    {
        var nodes = new OrderedDictionary<string, ImmutableArray<SchemaNode>>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            foreach (var (name, node) in part.Properties ?? [])
            {
                // A branch may forbid a member of another branch with `false`, or merely mention it with `true`.
                if (node.Always is null)
                {
                    nodes[name] = nodes.TryGetValue(name, out var known) ? known.Add(node) : [node];
                }
            }
        }

        var shapes = new OrderedDictionary<string, SchemaShape>(nodes.Count, StringComparer.Ordinal);
        foreach (var (name, found) in nodes)
        {
            shapes.Add(name, Merge(found)!);
        }

        return shapes;
    }

    public static SchemaShape? Merge(IEnumerable<SchemaNode> nodes)
    {
        ImmutableArray<SchemaNode> roots = [.. nodes.Distinct()];
        return roots.Length switch
        {
            0 => null,
            1 => roots[0].Shape,
            _ => new SchemaShape(roots),
        };
    }
}
