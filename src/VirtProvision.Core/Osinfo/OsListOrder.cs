namespace VirtProvision.Core.Osinfo;

/// <summary>The order in which systems are listed: by distribution, the newer releases first, as virt-install does.</summary>
public sealed class OsListOrder : IComparer<string>
{
    public static readonly OsListOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (OsNameParts.Of(x ?? ""), OsNameParts.Of(y ?? ""));
        var order = string.CompareOrdinal(a.Stem, b.Stem);
        return order != 0 ? order : b.CompareTo(a);
    }
}
