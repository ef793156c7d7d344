using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

/// <summary>Where templates come from: the user's own first, then those that the assembly carries.</summary>
/// <param name="User">The user's files by their path under <c>schemas/</c>, such as <c>domain/devices/disk.xml.sbn</c>.</param>
public sealed record TemplateFiles(ImmutableDictionary<string, SourceFile> User)
{
    /// <summary>In front of an include's path: the template as we ship it, for one of the user's that only adds to it.</summary>
    public const string ShippedPrefix = "shipped:";

    public static readonly TemplateFiles Embedded = new(ImmutableDictionary<string, SourceFile>.Empty);

    public SourceFile? Read(string path)
    {
        if (path.StartsWith(ShippedPrefix, StringComparison.Ordinal))
        {
            return ReadShipped(path[ShippedPrefix.Length..]);
        }

        return User.TryGetValue(path, out var file) ? file : ReadShipped(path);
    }

    /// <summary>The path under <c>schemas/</c> that an include of a kind's template means.</summary>
    public static string Resolve(string folder, string include) =>
        include.StartsWith(ShippedPrefix, StringComparison.Ordinal)
            ? ShippedPrefix + KindFiles.Resolve(folder, include[ShippedPrefix.Length..])
            : KindFiles.Resolve(folder, include);

    private static SourceFile? ReadShipped(string path) => KindFiles.Read(path) is { } text ? new SourceFile($"schemas/{path}", text) : null;
}
