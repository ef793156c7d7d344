using System.Buffers;

namespace VirtProvision.Core.Images;

/// <summary>Formats and compressions of images, and the names of the volumes that hold them.</summary>
public static class ImageFormat
{
    private const string Prefix = "sha256-";
    private const int DigestLength = 64;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");
    private static readonly string[] s_compressions = ["gz", "xz", "zst"];

    /// <summary>By a name's ending; null when that tells nothing (<c>.img</c> may be either).</summary>
    public static string? OfName(string name)
    {
        var plain = CompressionOfName(name) is { } compression ? name[..^(compression.Length + 1)] : name;
        return plain[(plain.LastIndexOf('.') + 1)..].ToLowerInvariant() switch
        {
            "qcow2" => "qcow2",
            "raw" => "raw",
            "iso" => "iso",
            "vmdk" => "vmdk",
            "vdi" => "vdi",
            _ => null,
        };
    }

    public static string? CompressionOfName(string name) =>
        Array.Find(s_compressions, ending => name.EndsWith("." + ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>By the first bytes of a file; null for none.</summary>
    public static string? CompressionOf(ReadOnlySpan<byte> head) => head switch
    {
        [0x1f, 0x8b, 0x08, ..] => "gz",
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "xz",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "zst",
        _ => null,
    };

    /// <summary>In which format the host keeps an image that it does not use as it is.</summary>
    public static string Kept(string format) => format is "raw" or "qcow2" or "iso" ? format : "qcow2";

    /// <summary>The name of the volume with that content. It says all that matters, so that two specs with one image share one volume.</summary>
    public static string VolumeName(string sha256, string format) => $"{Prefix}{sha256}{(format is "raw" ? ".img" : "." + format)}";

    /// <summary>The digest in such a name; null when it is none.</summary>
    public static string? DigestIn(string volume) =>
        volume.StartsWith(Prefix, StringComparison.Ordinal) && volume.Length > Prefix.Length + DigestLength && volume[Prefix.Length + DigestLength] is '.'
        && volume.AsSpan(Prefix.Length, DigestLength).IndexOfAnyExcept(s_digits) < 0
            ? volume.Substring(Prefix.Length, DigestLength)
            : null;
}
