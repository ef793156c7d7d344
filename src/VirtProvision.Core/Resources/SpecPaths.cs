using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Resources;

/// <summary>
/// Makes relative file paths start at the folder of the spec that says them, so that a spec means the same wherever the command runs.
/// The schema marks them: <c>x-path: local</c> for files this process reads, <c>x-path: host</c> for files the host opens.
/// A text of several lines is no path but what would stand in the file.
/// </summary>
internal static class SpecPaths
{
    public static DocumentNode Resolve(DocumentNode node, SchemaShape shape) => node switch
    {
        ScalarNode scalar => shape.PathKind is null ? scalar : ResolvePath(scalar),
        SequenceNode list when shape.Items is { } items => ResolveItems(list, items),
        MappingNode mapping => ResolveMembers(mapping, shape),
        _ => node,
    };

    private static ScalarNode ResolvePath(ScalarNode path) =>
        path.Span.File.Folder is { } folder && !path.IsNull && path.Text.Length > 0 && path.Text[0] is not '/' && !path.Text.Contains('\n', StringComparison.Ordinal) && !path.Text.Contains("://", StringComparison.Ordinal)
            ? path with { Text = Join(folder, path.Text) }
            : path;

    // No normalising beyond a leading ./: what ../ means behind a link is the file system's to say.
    private static string Join(string folder, string path)
    {
        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..].TrimStart('/');
        }

        return folder.EndsWith('/') ? folder + path : $"{folder}/{path}";
    }

    private static SequenceNode ResolveItems(SequenceNode list, SchemaShape items)
    {
        for (var i = 0; i < list.Items.Length; i++)
        {
            var resolved = Resolve(list.Items[i], items);
            if (!ReferenceEquals(resolved, list.Items[i]))
            {
                list = list with { Items = list.Items.SetItem(i, resolved) };
            }
        }

        return list;
    }

    private static MappingNode ResolveMembers(MappingNode mapping, SchemaShape shape)
    {
        for (var i = 0; i < mapping.Entries.Length; i++)
        {
            var entry = mapping.Entries[i];
            if (shape.Member(entry.Key.Text) is { } member && Resolve(entry.Value, member) is var resolved && !ReferenceEquals(resolved, entry.Value))
            {
                mapping = mapping with { Entries = mapping.Entries.SetItem(i, entry with { Value = resolved }) };
            }
        }

        return mapping;
    }
}
