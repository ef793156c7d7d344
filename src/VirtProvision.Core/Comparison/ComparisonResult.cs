using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>What an object lacks to be as it should, and the XML that would make it so.</summary>
public sealed class ComparisonResult
{
    private readonly XElement _observed;
    private readonly XmlEdits _edits;
    private XElement? _merged;

    internal ComparisonResult(ImmutableArray<FieldChange> changes, XElement observed, XmlEdits edits)
    {
        Changes = changes;
        _observed = observed;
        _edits = edits;
    }

    /// <summary>In document order; empty when nothing is to be done.</summary>
    public ImmutableArray<FieldChange> Changes { get; }

    /// <summary>
    /// The host's own XML with the changes put in and nothing else touched: what to define. Made when first asked for;
    /// without changes it is the observed element itself, so treat it as read-only.
    /// </summary>
    public XElement Merged => _merged ??= _edits.IsEmpty ? _observed : _edits.Apply(_observed);
}
