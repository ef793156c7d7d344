using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Fleet;

/// <summary>Which labels a host must have. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/</summary>
public sealed record HostSelector(ImmutableArray<HostRequirement> Requirements)
{
    /// <param name="node">A valid <c>hostSelector</c>.</param>
    public static HostSelector Of(MappingNode node)
    {
        var requirements = ImmutableArray.CreateBuilder<HostRequirement>();
        foreach (var label in (node["matchLabels"] as MappingNode)?.Entries ?? [])
        {
            requirements.Add(new HostRequirement(label.Key.Text, HostOperator.In, [((ScalarNode)label.Value).Text], label.Key));
        }

        foreach (var expression in (node["matchExpressions"] as SequenceNode)?.Items.OfType<MappingNode>() ?? [])
        {
            requirements.Add(new HostRequirement(
                expression.TextOf("key")!,
                Enum.Parse<HostOperator>(expression.TextOf("operator")!),
                [.. (expression["values"] as SequenceNode)?.Items.OfType<ScalarNode>().Select(static value => value.Text) ?? []],
                expression));
        }

        return new HostSelector(requirements.DrainToImmutable());
    }

    public bool Matches(ImmutableSortedDictionary<string, string> labels) => Requirements.All(requirement => requirement.Holds(labels));
}

public enum HostOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

/// <param name="Place">Where it stands.</param>
public sealed record HostRequirement(string Key, HostOperator Operator, ImmutableArray<string> Values, DocumentNode Place)
{
    /// <summary>Whether it says what its operator needs, and no more.</summary>
    public bool IsComplete => Values.IsEmpty == (Operator is HostOperator.Exists or HostOperator.DoesNotExist);

    public bool Holds(ImmutableSortedDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            HostOperator.In => has && Values.Contains(value!),
            HostOperator.NotIn => !has || !Values.Contains(value!),
            HostOperator.Exists => has,
            _ => !has,
        };
    }
}
