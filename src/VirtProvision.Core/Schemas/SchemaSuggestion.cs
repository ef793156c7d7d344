using VirtProvision.Core.Text;

namespace VirtProvision.Core.Schemas;

/// <summary>What somebody who wrote a property that does not exist most likely meant.</summary>
internal static class SchemaSuggestion
{
    private const int Depth = 4;

    /// <summary>A sentence with its leading space.</summary>
    public static string? For(string name, SchemaShape shape)
    {
        foreach (var candidate in shape.Properties.Keys)
        {
            if (candidate.Equals(name, StringComparison.OrdinalIgnoreCase) || candidate == Camel(name))
            {
                return Nearest.DidYouMean(candidate);
            }
        }

        if (PathOf(name, shape, static (key, member, name) => member.Aliases.Contains(name), Depth) is { } alias)
        {
            return $" virt-install calls it {name}; here it is {Write(alias)}.";
        }

        if (name.Contains('.', StringComparison.Ordinal) && Exists(name, shape))
        {
            return $" Write it as {Write(name)}.";
        }

        if (Nearest.To(name, shape.Properties.Keys) is { } nearest)
        {
            return Nearest.DidYouMean(nearest);
        }

        if (PathOf(name, shape, static (key, _, name) => key == name, Depth) is { } deeper)
        {
            return $" Did you mean {Write(deeper)}?";
        }

        return shape.Properties.Count is 0 ? null : $" There are {SchemaWords.Some(shape.Properties.Keys)}.";
    }

    /// <summary>The nearest member below that the condition holds for; members of lists do not count, as one would not know of which item.</summary>
    private static string? PathOf(string name, SchemaShape shape, Func<string, SchemaShape, string, bool> matches, int depth)
    {
        foreach (var (key, member) in shape.Properties)
        {
            if (matches(key, member, name))
            {
                return key;
            }
        }

        foreach (var (key, member) in shape.Properties)
        {
            if (depth > 1 && member.IsObject && PathOf(name, member, matches, depth - 1) is { } path)
            {
                return $"{key}.{path}";
            }
        }

        return null;
    }

    private static bool Exists(string path, SchemaShape shape)
    {
        SchemaShape? at = shape;
        foreach (var step in path.Split('.'))
        {
            at = at?.Properties.GetValueOrDefault(step);
        }

        return at is not null;
    }

    private static string Write(string path)
    {
        var steps = path.Split('.');
        return string.Concat(steps.SkipLast(1).Select(static step => $"{step}: {{")) + $"{steps[^1]}: …" + new string('}', steps.Length - 1);
    }

    // virt-install's and libvirt's spellings: guest-agent, guest_agent.
    private static string Camel(string name)
    {
        var parts = name.Split(['-', '_'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? name : parts[0] + string.Concat(parts.Skip(1).Select(static part => char.ToUpperInvariant(part[0]) + part[1..]));
    }
}
