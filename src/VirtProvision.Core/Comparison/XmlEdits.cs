using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>What is to be done to the host's XML. Kept as a list, so that the host's tree is copied only when someone wants the outcome.</summary>
internal sealed class XmlEdits
{
    private readonly List<Edit> _edits = [];

    private enum EditKind
    {
        SetAttribute,
        SetText,
        Add,
        Remove,
        RemoveIfEmpty,
        Replace,
    }

    private readonly record struct Edit(EditKind Kind, XElement Target, XName? Name, string? Value, XElement? Content);

    public bool IsEmpty => _edits.Count == 0;

    /// <summary>Null removes the attribute.</summary>
    public void SetAttribute(XElement target, XName name, string? value) => _edits.Add(new Edit(EditKind.SetAttribute, target, name, value, null));

    public void SetText(XElement target, string value) => _edits.Add(new Edit(EditKind.SetText, target, null, value, null));

    /// <summary>Puts a child after its last namesake, else at the end.</summary>
    public void Add(XElement parent, XElement content) => _edits.Add(new Edit(EditKind.Add, parent, null, null, content));

    public void Remove(XElement target) => _edits.Add(new Edit(EditKind.Remove, target, null, null, null));

    /// <summary>Removes an element in which earlier edits left nothing.</summary>
    public void RemoveIfEmpty(XElement target) => _edits.Add(new Edit(EditKind.RemoveIfEmpty, target, null, null, null));

    public void Replace(XElement target, XElement content) => _edits.Add(new Edit(EditKind.Replace, target, null, null, content));

    /// <summary>A copy of the tree with everything done.</summary>
    public XElement Apply(XElement observed)
    {
        var copies = new Dictionary<XElement, XElement?>(_edits.Count);
        foreach (var edit in _edits)
        {
            copies[edit.Target] = null;
        }

        var root = Copy(observed, copies);
        foreach (var edit in _edits)
        {
            Apply(edit, copies[edit.Target]!);
        }

        return root;
    }

    private static XElement Copy(XElement element, Dictionary<XElement, XElement?> copies)
    {
        var copy = new XElement(element.Name);
        foreach (var attribute in element.Attributes())
        {
            copy.Add(new XAttribute(attribute));
        }

        foreach (var node in element.Nodes())
        {
            copy.Add(node is XElement child ? Copy(child, copies) : node);
        }

        if (!element.IsEmpty && copy.IsEmpty)
        {
            // <ip></ip> stays so.
            copy.Value = "";
        }

        if (copies.ContainsKey(element))
        {
            copies[element] = copy;
        }

        return copy;
    }

    private static void Apply(Edit edit, XElement target)
    {
        switch (edit.Kind)
        {
            case EditKind.SetAttribute:
                target.SetAttributeValue(edit.Name!, edit.Value);
                break;
            case EditKind.SetText:
                target.SetValue(edit.Value!);
                break;
            case EditKind.Add when target.Elements(edit.Content!.Name).LastOrDefault() is { } namesake:
                namesake.AddAfterSelf(edit.Content);
                break;
            case EditKind.Add:
                target.Add(edit.Content);
                break;
            case EditKind.Remove when target.Parent is not null:
                target.Remove();
                break;
            case EditKind.RemoveIfEmpty when target.Parent is not null && !target.HasAttributes && !target.Nodes().Any():
                target.Remove();
                break;
            case EditKind.Replace when target.Parent is not null:
                target.ReplaceWith(edit.Content);
                break;
            default:
                // The element is gone already with what was around it.
                break;
        }
    }
}
