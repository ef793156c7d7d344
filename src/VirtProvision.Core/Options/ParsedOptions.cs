using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Options;

/// <summary>What options say, in the words of a spec.</summary>
/// <param name="Name">The domain's name; null when no option says it.</param>
/// <param name="Spec">As a validated document would hold it, relative paths made absolute. An empty list says that there are none of these, also not by default.</param>
/// <param name="Cleared">The options that ask for a fresh start (<c>clearxml=yes</c>): what is there already goes before their fields are set.</param>
public sealed record ParsedOptions(ScalarNode? Name, MappingNode Spec, ImmutableArray<string> Cleared);
