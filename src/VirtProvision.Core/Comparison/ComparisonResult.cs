using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <param name="Changes">In document order; empty when nothing is to be done.</param>
/// <param name="Merged">The host's own XML with the changes put in and nothing else touched: what to define.</param>
public sealed record ComparisonResult(ImmutableArray<FieldChange> Changes, XElement Merged);
