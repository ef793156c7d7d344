using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Editing;

/// <summary>Finds the domains that are meant among those that a host lists.</summary>
internal static class DomainFinder
{
    private static readonly char[] s_wildcards = ['*', '?', '['];

    /// <summary>Each once, in the order of names; what is not there is reported.</summary>
    public static ImmutableArray<ListedDomain> Find(DomainSelection selection, ImmutableArray<ListedDomain> listed, string uri, DiagnosticBag diagnostics)
    {
        var found = new List<ListedDomain>();
        foreach (var text in selection.Names)
        {
            if (One(text, listed) is { } one)
            {
                found.Add(one);
            }
            else if (text.IndexOfAny(s_wildcards) < 0)
            {
                diagnostics.Add(EditingDiagnostics.NoDomain(text, uri, listed.Select(static domain => domain.Name)));
            }
            else if (listed.Where(domain => NamePattern.Matches(text, domain.Name)).ToArray() is { Length: > 0 } matching)
            {
                found.AddRange(matching);
            }
            else
            {
                diagnostics.Add(EditingDiagnostics.NoMatch(text, uri));
            }
        }

        if (selection.All)
        {
            found.AddRange(listed);
        }

        return [.. found.DistinctBy(static domain => domain.Uuid).OrderBy(static domain => domain.Name, StringComparer.Ordinal)];
    }

    // As virsh reads it: a number is an id first.
    private static ListedDomain? One(string text, ImmutableArray<ListedDomain> listed) =>
        (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? listed.FirstOrDefault(domain => domain.Number == number) : null)
        ?? (Guid.TryParse(text, out var uuid) ? listed.FirstOrDefault(domain => domain.Uuid == uuid) : null)
        ?? listed.FirstOrDefault(domain => domain.Name == text);
}
