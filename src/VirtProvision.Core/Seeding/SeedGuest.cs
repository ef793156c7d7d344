using System.Text;

namespace VirtProvision.Core.Seeding;

/// <summary>The guest that a seed or an answer file is for.</summary>
/// <param name="Name">The domain's name.</param>
/// <param name="Uuid">The domain's UUID, where it is known: a domain that is made anew under an old name is then another guest.</param>
public sealed record SeedGuest(string Name, string? Uuid)
{
    /// <summary>The name as a host name: letters, digits and hyphens, at most 63 of them between dots. RFC 1123.</summary>
    public string HostName
    {
        get
        {
            var labels = Name.Split('.').Select(ToLabel).Where(static label => label.Length > 0);
            return string.Join('.', labels) is { Length: > 0 and <= 253 } name ? name : "localhost";
        }
    }

    private static string ToLabel(string text)
    {
        var label = new StringBuilder();
        foreach (var c in text)
        {
            label.Append(char.IsAsciiLetterOrDigit(c) ? c : '-');
        }

        return label.ToString(0, Math.Min(label.Length, 63)).Trim('-');
    }
}
