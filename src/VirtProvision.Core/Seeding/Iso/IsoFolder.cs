using System.Buffers;
using System.Text;

namespace VirtProvision.Core.Seeding.Iso;

/// <summary>A folder and what is in it.</summary>
internal sealed class IsoFolder(string name, IsoFolder? parent) : IsoNode(name)
{
    // Joliet keeps these from names; a slash no Unix has either.
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create("*/:;?\\");

    private readonly Dictionary<string, IsoNode> _children = new(StringComparer.Ordinal);

    /// <summary>Null for the root.</summary>
    public IsoFolder? Parent { get; } = parent;

    public IReadOnlyCollection<IsoNode> Children => _children.Values;

    public IEnumerable<IsoFolder> Folders => _children.Values.OfType<IsoFolder>();

    public static IsoFolder Build(IEnumerable<(string Path, ImmutableArray<byte> Content)> files)
    {
        var root = new IsoFolder("", null);

        // Whatever order the files came in, short names are given out in the same one.
        foreach (var file in files.OrderBy(static file => file.Path, StringComparer.Ordinal))
        {
            root.Add(file.Path, file.Content);
        }

        root.NameChildren();
        return root;
    }

    private void Add(string path, ImmutableArray<byte> content)
    {
        var steps = path.Split('/');
        if (steps.Length > IsoLimits.Depth)
        {
            throw new ArgumentException($"\"{path}\" is in more than {IsoLimits.Depth - 1} folders, which ISO 9660 cannot hold.");
        }

        var folder = this;
        foreach (var step in steps)
        {
            CheckName(step, path);
        }

        foreach (var step in steps.AsSpan()[..^1])
        {
            if (!folder._children.TryGetValue(step, out var child))
            {
                folder._children.Add(step, child = new IsoFolder(step, folder));
            }

            folder = child as IsoFolder ?? throw new ArgumentException($"\"{path}\" has a file as its folder.");
        }

        if (!folder._children.TryAdd(steps[^1], new IsoFile(steps[^1], content)))
        {
            throw new ArgumentException($"\"{path}\" is given twice.");
        }
    }

    private static void CheckName(string name, string path)
    {
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny(s_forbidden) || name.Any(char.IsControl) || HasLoneSurrogate(name))
        {
            throw new ArgumentException($"\"{path}\" has a name that an image cannot carry: it may not be empty, \".\", \"..\", nor hold * / : ; ? \\ or control characters.");
        }

        if (name.Length > IsoLimits.NameLength || Encoding.UTF8.GetByteCount(name) > IsoLimits.NameBytes)
        {
            throw new ArgumentException($"\"{path}\" has a name longer than {IsoLimits.NameLength} characters or {IsoLimits.NameBytes} bytes of UTF-8.");
        }
    }

    private static bool HasLoneSurrogate(string name) => name.EnumerateRunes().Any(static rune => rune == Rune.ReplacementChar) && !name.Contains('\uFFFD', StringComparison.Ordinal);

    private void NameChildren()
    {
        var names = new ShortNames();
        foreach (var child in _children.Values)
        {
            child.ShortName = names.Next(child.Name, child is IsoFolder);
            (child as IsoFolder)?.NameChildren();
        }
    }
}
