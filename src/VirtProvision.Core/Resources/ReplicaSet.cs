using VirtProvision.Core.Fleet;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>A spec that makes several domains.</summary>
/// <param name="Name">As the spec has it: <c>web-{index}</c>.</param>
/// <param name="Count">How many there are to be.</param>
/// <param name="Span">Where the name stands.</param>
public sealed record ReplicaSet(string Name, int Count, TextSpan Span)
{
    // Of what fits into an int.
    private const int MostDigits = 9;

    /// <summary>Where they belong; with an index of its own in it (<see cref="HostPattern"/>), where the first one does.</summary>
    public HostPlacement? Placement { get; init; }

    /// <summary><c>node{index}</c>: each belongs to another host. Null when all have one placement.</summary>
    public string? HostPattern { get; init; }

    /// <summary>Whether one of them may be on a host, made by these specs or by what they were.</summary>
    /// <param name="host">Null for the host of the connection.</param>
    public bool MayBeOn(DeclaredHost? host) => host is null
        ? Placement is null
        : HostPattern is not null ? (this with { Name = HostPattern }).IndexOf(host.Name) is not null : Placement?.Holds(host) is true;

    /// <summary>Which of the replicas has that name; null when it is none.</summary>
    public int? IndexOf(string domain)
    {
        var (start, plus) = Replicas.FirstIndexIn(Name);
        if (!domain.StartsWith(Name[..start], StringComparison.Ordinal))
        {
            return null;
        }

        // Digits of the name itself may follow at once.
        for (var length = 1; length <= MostDigits && start + length <= domain.Length && char.IsAsciiDigit(domain[start + length - 1]); length++)
        {
            var index = int.Parse(domain.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture) - plus;
            if (index >= 0 && Replicas.Fill(Name, index) == domain)
            {
                return index;
            }
        }

        return null;
    }
}
