using System.Collections.Concurrent;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Schemas;

/// <summary>The schema files, each read when something first refers to it.</summary>
/// <param name="read">The text of a file by its path under <c>schemas/</c>, or null.</param>
public sealed class SchemaCatalog(Func<string, string?> read)
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, SchemaNode>> _files = new(StringComparer.Ordinal);

    /// <summary>The schemas that this assembly carries.</summary>
    public static SchemaCatalog Embedded { get; } = new(KindFiles.Read);

    /// <exception cref="SchemaLoadException">The schema or one that it refers to cannot be read.</exception>
    public SchemaShape SpecOf(ResourceKind kind) => Load($"{kind.Folder}/spec.schema.json").Shape;

    /// <summary>What every document has around its <c>spec</c>.</summary>
    public SchemaShape Envelope => Load("envelope.schema.json").Shape;

    public SchemaShape ShapeOf(string file, string pointer = "") => Load(file, pointer).Shape;

    internal string TextOf(string file) => read(file) ?? throw new SchemaLoadException(file, "There is no such file.");

    internal SchemaNode Load(string file, string pointer = "") =>
        NodesOf(file).TryGetValue(pointer, out var node) ? node : throw new SchemaLoadException($"{file}#{pointer}", "There is no such schema.");

    internal IReadOnlyDictionary<string, SchemaNode> NodesOf(string file)
    {
        if (_files.TryGetValue(file, out var known))
        {
            return known;
        }

        return _files.GetOrAdd(file, SchemaReader.Read(this, file, TextOf(file)));
    }

    internal Lazy<SchemaNode> Resolve(string from, string reference)
    {
        var (file, pointer) = Target(from, reference);
        return new Lazy<SchemaNode>(() => Load(file, pointer), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>File and pointer that a <c>$ref</c> in a file means; relative to the folder of that file, as in a URI.</summary>
    internal static (string File, string Pointer) Target(string from, string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var path = hash < 0 ? reference : reference[..hash];
        var pointer = hash < 0 ? "" : reference[(hash + 1)..];
        if (path.Length is 0)
        {
            return (from, pointer);
        }

        return (KindFiles.Resolve(from.Contains('/', StringComparison.Ordinal) ? from[..from.LastIndexOf('/')] : "", path), pointer);
    }
}
