namespace VirtProvision.Core.Seeding.Iso;

/// <summary>Gives out names of ISO 9660 level 1 in a folder: eight characters, for files a dot and three more, out of A–Z, 0–9 and _. ECMA-119, 7.5 and 10.1.</summary>
internal sealed class ShortNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string Next(string name, bool isFolder)
    {
        var dot = isFolder ? -1 : name.LastIndexOf('.');
        var stem = Simplify(dot > 0 ? name[..dot] : name, 8);
        var extension = dot > 0 ? Simplify(name[(dot + 1)..], 3) : "";
        var candidate = stem;
        for (var i = 1; !_taken.Add(Join(candidate, extension, isFolder)); i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            candidate = stem[..Math.Min(stem.Length, 8 - number.Length)] + number;
        }

        return Join(candidate, extension, isFolder);
    }

    // A file's name always has its dot and its version, even when nothing stands before or after the dot.
    private static string Join(string stem, string extension, bool isFolder) => isFolder ? stem : $"{stem}.{extension};1";

    private static string Simplify(string text, int length)
    {
        Span<char> simple = stackalloc char[Math.Min(text.Length, length)];
        for (var i = 0; i < simple.Length; i++)
        {
            simple[i] = char.IsAsciiLetterOrDigit(text[i]) ? char.ToUpperInvariant(text[i]) : '_';
        }

        return simple.ToString();
    }
}
