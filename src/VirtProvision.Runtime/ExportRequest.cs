using System.IO.Enumeration;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime;

/// <summary>Objects by kind and name; <c>*</c> and <c>?</c> in a name stand for characters.</summary>
/// <param name="Pool">For volumes; null: any pool.</param>
public sealed record ExportSelector(ResourceKind Kind, string Name, string? Pool = null)
{
    private static readonly (string Word, ResourceKind Kind)[] s_short =
        [("pool", ResourceKind.StoragePool), ("volume", ResourceKind.StorageVolume), ("vol", ResourceKind.StorageVolume), ("net", ResourceKind.Network), ("vm", ResourceKind.Domain)];

    /// <summary>As it is typed: <c>web01</c>, <c>domain/web01</c>, <c>network/lan</c>, <c>volume/images/root.qcow2</c>.</summary>
    /// <param name="kind">Of a name without a kind.</param>
    /// <returns>Null when it names no kind.</returns>
    public static ExportSelector? Parse(string text, ResourceKind kind)
    {
        var parts = text.Split('/');
        if (parts.Length == 1)
        {
            return new ExportSelector(kind, text);
        }

        return KindOf(parts[0]) is { } named && parts.All(static part => part.Length > 0) && parts.Length == (named == ResourceKind.StorageVolume ? 3 : 2)
            ? new ExportSelector(named, parts[^1], parts.Length == 3 ? parts[1] : null)
            : null;
    }

    /// <summary>A kind by its name in specs or by libvirt's shorter word, whatever their case; a plural is fine.</summary>
    public static ResourceKind? KindOf(string word)
    {
        word = word.EndsWith('s') ? word[..^1] : word;
        return ResourceKind.All.FirstOrDefault(kind => kind.Patched is null && kind.Name.Equals(word, StringComparison.OrdinalIgnoreCase))
            ?? s_short.FirstOrDefault(known => known.Word.Equals(word, StringComparison.OrdinalIgnoreCase)).Kind;
    }

    public bool IsPattern => Name.AsSpan().ContainsAny('*', '?') || (Kind == ResourceKind.StorageVolume && (Pool is null || Pool.AsSpan().ContainsAny('*', '?')));

    public bool Matches(ResourceId id) => id.Kind == Kind && Matches(Name, id.Name) && (Pool is null || Matches(Pool, id.Pool!));

    public override string ToString() => Pool is null ? $"{Kind.Name}/{Name}" : $"{Kind.Name}/{Pool}/{Name}";

    private static bool Matches(string pattern, string name) => pattern == name || FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}

/// <param name="IsFull">All that the host has, not only what it would not give by itself.</param>
public sealed record ExportRequest(ImmutableArray<ExportSelector> Selectors, bool IsFull = false);
