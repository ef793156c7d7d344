using VirtProvision.Core.Seeding.Iso;

namespace VirtProvision.Core.Seeding;

/// <summary>
/// A small CD image: ISO 9660 with Rock Ridge names for Unix guests and Joliet names for Windows. The same files and label give the same bytes, whenever and
/// wherever, so that an image can be known by its content.
/// </summary>
public sealed class SeedImage
{
    private readonly IsoLayout _layout;

    private SeedImage(IsoLayout layout) => _layout = layout;

    /// <summary>Size of the image in bytes: whole sectors of 2048.</summary>
    public long Length => _layout.Length;

    /// <exception cref="ArgumentException">A name, a path or the label that such an image cannot carry, or a path given twice.</exception>
    public static SeedImage Create(IEnumerable<SeedFile> files, string label)
    {
        if (label.Length is 0 or > IsoLimits.LabelLength || !label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            throw new ArgumentException($"\"{label}\" is no label: 1 to {IsoLimits.LabelLength} ASCII letters, digits, _ and -.", nameof(label));
        }

        return new SeedImage(new IsoLayout(IsoFolder.Build(files.Select(static file => (file.Path, file.Content))), label));
    }

    /// <summary>Writes all <see cref="Length"/> bytes from first to last; the stream need not seek.</summary>
    public void WriteTo(Stream stream) => _layout.WriteTo(stream);

    /// <summary>The whole image at once, for those that are small.</summary>
    public byte[] ToArray()
    {
        using var stream = new MemoryStream(checked((int)Length));
        WriteTo(stream);
        return stream.ToArray();
    }

    /// <inheritdoc cref="Create"/>
    public static void Write(IEnumerable<SeedFile> files, string label, Stream stream) => Create(files, label).WriteTo(stream);
}
