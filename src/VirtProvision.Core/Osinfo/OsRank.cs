namespace VirtProvision.Core.Osinfo;

/// <summary>Which of several systems is rather meant.</summary>
internal static class OsRank
{
    /// <summary>It stands for releases that the database doesn't know yet: <c>fedora-unknown</c>.</summary>
    public static bool IsPlaceholder(OsFacts os) => OsNameParts.Of(os.ShortId).IsPlaceholder || os.Version == OsNameParts.Unknown;
}
