namespace VirtProvision.Core.Osinfo;

/// <summary>A short id taken apart into words and numbers, so that releases can be put in order: <c>sles12sp3</c> is sles, 12, sp, 3.</summary>
internal readonly struct OsNameParts : IComparable<OsNameParts>, IEquatable<OsNameParts>
{
    /// <summary>The last part of what stands for releases that the database doesn't know yet: <c>fedora-unknown</c>.</summary>
    public const string Unknown = "unknown";

    private readonly ImmutableArray<string> _parts;

    private OsNameParts(ImmutableArray<string> parts) => _parts = parts;

    public int Count => _parts.Length;

    /// <summary>The words that it begins with: the distribution.</summary>
    public string Stem => _parts.IsEmpty || IsNumber(_parts[0]) ? "" : _parts[0];

    /// <summary>Numbers follow: it is one release of several.</summary>
    public bool IsRelease => Count > 1 && Stem.Length > 0 && IsNumber(_parts[1]);

    public bool IsPlaceholder => Count > 1 && _parts[^1] == Unknown;

    public static OsNameParts Of(string name)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsAsciiLetterOrDigit(name[i]) || (i > start && char.IsAsciiDigit(name[i]) != char.IsAsciiDigit(name[i - 1]));
            if (ends && i > start)
            {
                parts.Add(name[start..i].ToLowerInvariant());
                start = i;
            }

            if (i < name.Length && !char.IsAsciiLetterOrDigit(name[i]))
            {
                start = i + 1;
            }
        }

        return new OsNameParts(parts.ToImmutable());
    }

    public bool HasStem(string stem) => stem.Length > 0 && Stem == stem;

    public OsNameParts Take(int count) => new(_parts[..count]);

    public OsNameParts With(string part) => new(_parts.Add(part));

    public bool StartsWith(OsNameParts beginning) => Count >= beginning.Count && Take(beginning.Count).Equals(beginning);

    public int CompareTo(OsNameParts other)
    {
        for (var i = 0; i < Count && i < other.Count; i++)
        {
            var order = Compare(_parts[i], other._parts[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return Count.CompareTo(other.Count);
    }

    public bool Equals(OsNameParts other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is OsNameParts other && Equals(other);

    public override int GetHashCode() => _parts.IsDefaultOrEmpty ? 0 : StringComparer.Ordinal.GetHashCode(_parts[0]);

    // Numbers come before words; their leading zeros don't count.
    private static int Compare(string a, string b) => (IsNumber(a), IsNumber(b)) switch
    {
        (true, true) => Compare(a.TrimStart('0').AsSpan(), b.TrimStart('0').AsSpan()),
        (false, false) => string.CompareOrdinal(a, b),
        (var number, _) => number ? -1 : 1,
    };

    private static int Compare(ReadOnlySpan<char> a, ReadOnlySpan<char> b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);

    private static bool IsNumber(string part) => char.IsAsciiDigit(part[0]);
}
