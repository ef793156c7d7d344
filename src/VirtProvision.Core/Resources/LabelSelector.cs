namespace VirtProvision.Core.Resources;

/// <summary>
/// Which labels an object must have, as kubectl's -l says it: <c>tier=web,env!=test,owner,!legacy</c>.
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
/// </summary>
public sealed record LabelSelector(ImmutableArray<LabelRequirement> Requirements)
{
    public static readonly LabelSelector Everything = new([]);

    /// <summary>Null when it is none.</summary>
    public static LabelSelector? Parse(string text)
    {
        var requirements = ImmutableArray.CreateBuilder<LabelRequirement>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var isNot = at > 0 && part[at - 1] is '!';
            var requirement = at < 0
                ? new LabelRequirement(part.TrimStart('!').Trim(), Value: null, part.StartsWith('!'))
                : new LabelRequirement(part[..(isNot ? at - 1 : at)].Trim(), part[(at + 1)..].TrimStart('=').Trim(), isNot);
            if (requirement.Name.Length == 0 || requirement.Name.Contains('!'))
            {
                return null;
            }

            requirements.Add(requirement);
        }

        return new LabelSelector(requirements.ToImmutable());
    }

    public bool Matches(ImmutableSortedDictionary<string, string> labels) => Requirements.All(requirement => requirement.Holds(labels));
}

/// <param name="Value">Null for any.</param>
public sealed record LabelRequirement(string Name, string? Value, bool IsNot)
{
    // As in Kubernetes, what has no such label has not that value.
    public bool Holds(ImmutableSortedDictionary<string, string> labels) =>
        (labels.TryGetValue(Name, out var value) && (Value is null || value == Value)) != IsNot;
}
