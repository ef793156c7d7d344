using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Templates;

namespace VirtProvision.Core.Exporting;

/// <summary>
/// What a spec's XML lacks to be the host's, as edits in the spec: in the <c>xml</c> of the device where it has one, else in that of the whole spec.
/// </summary>
/// <param name="facts">Say of which siblings the order means nothing; null: order always counts.</param>
internal sealed class XmlResidue(TemplateReading reading, FieldFacts? facts)
{
    private readonly Dictionary<SpecSlot, List<DocumentNode>> _edits = [];
    private readonly List<XElement> _outOfOrder = [];

    /// <summary>Elements that would come out behind a sibling of their name that they stand before: the spec must not say them, edits make them in order.</summary>
    public IReadOnlyList<XElement> OutOfOrder => _outOfOrder;

    public bool IsEmpty => _edits.Count == 0;

    /// <param name="rendered">Of the spec without these edits.</param>
    /// <param name="edits">The <c>xml</c> of the whole spec.</param>
    public void Find(XElement rendered, XElement wanted, SpecSlot edits) => Compare(facts, rendered, wanted, edits, ".");

    public void Write()
    {
        foreach (var (slot, edits) in _edits)
        {
            slot.Set(new SequenceNode(default, [.. edits]));
        }
    }

    private void Compare(FieldFacts? known, XElement rendered, XElement wanted, SpecSlot edits, string path)
    {
        foreach (var attribute in Attributes(wanted).Where(attribute => rendered.Attribute(attribute.Name)?.Value != attribute.Value))
        {
            Set(edits, $"{path}/@{OverlayPath.NameOf(attribute.Name)}", attribute.Value);
        }

        foreach (var attribute in Attributes(rendered).Where(attribute => wanted.Attribute(attribute.Name) is null))
        {
            Delete(edits, $"{path}/@{OverlayPath.NameOf(attribute.Name)}");
        }

        var text = TemplateReading.OwnText(wanted) ?? "";
        if ((TemplateReading.OwnText(rendered) ?? "") != text)
        {
            Set(edits, path, text);
        }

        foreach (var name in wanted.Elements().Concat(rendered.Elements()).Select(static child => child.Name).Distinct())
        {
            CompareNamesakes(known?.Element(name), [.. rendered.Elements(name)], [.. wanted.Elements(name)], [.. reading.ChildrenOf(wanted).Where(child => child.Name == name)], edits, $"{path}/{OverlayPath.NameOf(name)}");
        }
    }

    private void CompareNamesakes(FieldFacts? known, XElement[] rendered, XElement[] wanted, XElement[] said, SpecSlot edits, string path)
    {
        var paired = Math.Min(rendered.Length, said.Length);
        var isAlone = wanted.Length <= 1 && rendered.Length <= 1;
        var counts = !XmlLikeness.IsOrderFree(known);
        for (var i = 0; i < paired; i++)
        {
            if (counts && said[i] != wanted[i])
            {
                _outOfOrder.AddRange(said.AsSpan(i));
                return;
            }

            var own = reading.EditsOf(said[i]);
            Compare(known, rendered[i], said[i], own ?? edits, own is not null ? "." : isAlone ? path : At(path, i));
        }

        for (var i = paired; i < rendered.Length; i++)
        {
            Delete(edits, isAlone ? path : At(path, i));
        }

        var at = rendered.Length;
        foreach (var more in wanted.Except(said.Take(paired)))
        {
            Create(more, edits, isAlone ? path : At(path, at++));
        }
    }

    private void Create(XElement wanted, SpecSlot edits, string path)
    {
        var text = TemplateReading.OwnText(wanted) ?? "";
        if (text.Length > 0)
        {
            Set(edits, path, text);
        }
        else if (!wanted.HasElements && !Attributes(wanted).Any())
        {
            Add(edits, "create", path);
        }

        foreach (var attribute in Attributes(wanted))
        {
            Set(edits, $"{path}/@{OverlayPath.NameOf(attribute.Name)}", attribute.Value);
        }

        foreach (var namesakes in wanted.Elements().GroupBy(static child => child.Name))
        {
            var child = $"{path}/{OverlayPath.NameOf(namesakes.Key)}";
            XElement[] children = [.. namesakes];
            for (var i = 0; i < children.Length; i++)
            {
                Create(children[i], edits, children.Length == 1 ? child : At(child, i));
            }
        }
    }

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index + 1}]");

    private static IEnumerable<XAttribute> Attributes(XElement element) => element.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration);

    private void Set(SpecSlot edits, string path, string value) => Add(edits, "set", path, value);

    private void Delete(SpecSlot edits, string path) => Add(edits, "delete", path);

    private void Add(SpecSlot edits, string verb, string path, string? value = null)
    {
        if (!_edits.TryGetValue(edits, out var list))
        {
            _edits[edits] = list = [];
        }

        var edit = MappingNode.Empty(default).With(verb, ScalarNode.String(default, path));
        list.Add(value is null ? edit : edit.With("value", ScalarNode.String(default, value)));
    }
}
