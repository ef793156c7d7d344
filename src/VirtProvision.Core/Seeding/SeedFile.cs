using System.Text;

namespace VirtProvision.Core.Seeding;

/// <summary>A file that a guest is to find: on an image of ours, or put into its installer's initrd.</summary>
/// <param name="Path">Where it stands, relative, its folders separated by <c>/</c>: <c>user-data</c>, <c>drivers/viostor.inf</c>.</param>
public sealed record SeedFile(string Path, ImmutableArray<byte> Content)
{
    /// <summary>A text file as guests read it: UTF-8 without a byte order mark.</summary>
    public static SeedFile Text(string path, string text) => new(path, [.. Encoding.UTF8.GetBytes(text)]);

    /// <summary>The content as text, for tests and for people who look.</summary>
    public string ReadText() => Encoding.UTF8.GetString(Content.AsSpan());
}
