namespace VirtProvision.Core.Seeding.Iso;

/// <summary>A file or folder on an image.</summary>
/// <param name="name">Its full name, as Rock Ridge and Joliet have it.</param>
internal abstract class IsoNode(string name)
{
    public string Name { get; } = name;

    /// <summary>Its name for readers that know neither: 8.3, capitals, unique in its folder.</summary>
    public string ShortName { get; set; } = "";
}

internal sealed class IsoFile(string name, ImmutableArray<byte> content) : IsoNode(name)
{
    public ImmutableArray<byte> Content { get; } = content;

    /// <summary>First sector. A file without content has none and says 0.</summary>
    public uint Sector { get; set; }
}
