using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Defaults;

/// <summary>Reading and writing members of members, for the computations of rules.</summary>
internal static class SpecEdits
{
    public static string? TextAt(this MappingNode spec, string member, string inner) => (spec[member] as MappingNode)?.TextOf(inner);

    public static MappingNode MappingAt(this MappingNode spec, string member) => spec[member] as MappingNode ?? MappingNode.Empty(spec.Span);

    public static MappingNode WithText(this MappingNode spec, string member, string value) => spec.With(member, ScalarNode.String(spec.Span, value));

    public static MappingNode WithFlag(this MappingNode spec, string member, bool value) => spec.With(member, ScalarNode.Boolean(spec.Span, value));

    public static MappingNode WithNumber(this MappingNode spec, string member, long value) => spec.With(member, ScalarNode.Integer(spec.Span, value));

    public static ImmutableArray<DocumentNode> ItemsOf(this MappingNode spec, string member) => (spec[member] as SequenceNode)?.Items ?? [];
}
