using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Exporting;

/// <summary>A place in a spec that is being written: nothing yet, a value, members or items. What stays empty is left out.</summary>
internal sealed class SpecSlot(SpecSlots owner)
{
    private readonly List<(string Name, SpecSlot Slot)> _members = [];
    private readonly List<SpecSlot> _items = [];

    // A place of its own for what the schema may find wrong here.
    private readonly TextSpan _span = owner.NextSpan();
    private DocumentNode? _value;

    public bool IsEmpty => _value is null && _items.Count == 0 && _members.TrueForAll(static member => member.Slot.IsEmpty);

    /// <summary>The value written here; null when there is none.</summary>
    public ScalarNode? Scalar => _value as ScalarNode;

    /// <summary>The slot of a member; made when it is first asked for.</summary>
    public SpecSlot Member(string name)
    {
        foreach (var (known, slot) in _members)
        {
            if (known == name)
            {
                return slot;
            }
        }

        var made = new SpecSlot(owner);
        _members.Add((name, made));
        return made;
    }

    public SpecSlot NewItem() => new(owner);

    public void Add(SpecSlot item) => _items.Add(item);

    public void Set(DocumentNode value) => _value = value.At(_span);

    public void Clear() => _value = null;

    /// <summary>Takes out whatever stands at a place; false when nothing here does.</summary>
    public bool Remove(TextSpan span)
    {
        if (_span == span && !IsEmpty)
        {
            _value = null;
            _items.Clear();
            _members.Clear();
            return true;
        }

        return _members.Exists(member => member.Slot.Remove(span)) || _items.Exists(item => item.Remove(span));
    }

    /// <summary>Null when nothing was written.</summary>
    public DocumentNode? ToNode()
    {
        if (_value is not null)
        {
            return _value;
        }

        if (_items.Count > 0)
        {
            return new SequenceNode(_span, [.. _items.Select(static item => item.ToNode()).OfType<DocumentNode>()]) is { Items.IsEmpty: false } list ? list : null;
        }

        var entries = _members.Select(static member => (member.Name, Node: member.Slot.ToNode())).Where(static member => member.Node is not null)
            .Select(static member => new MappingEntry(ScalarNode.String(member.Node!.Span, member.Name), member.Node)).ToImmutableArray();
        return entries.IsEmpty ? null : new MappingNode(_span, entries);
    }
}

/// <summary>Gives each slot of a spec a place of its own.</summary>
internal sealed class SpecSlots
{
    private readonly SourceFile _file = new("export", "");
    private int _line;

    public SpecSlot NewRoot() => new(this);

    public TextSpan NextSpan()
    {
        var place = new TextPosition(++_line, 1);
        return new TextSpan(_file, place, place);
    }
}
