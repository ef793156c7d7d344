using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Options;

/// <summary>A node of the spec while options are put into it: a value, a mapping or a list, decided by what is put there.</summary>
internal sealed class SpecBuilder(TextSpan span)
{
    private readonly OrderedDictionary<string, SpecBuilder> _members = new(StringComparer.Ordinal);
    private readonly List<SpecBuilder> _items = [];
    private DocumentNode? _value;
    private bool _isList;
    private bool _isDefault;

    /// <summary>It is part of the spec although nothing is in it: <c>--sound default</c>, and the empty list that means none.</summary>
    public bool IsKept { get; set; }

    public bool HasValue => _value is not null && !_isDefault;

    public TextSpan Start => span;

    public IReadOnlyList<SpecBuilder> Items => _items;

    public string? Text => (_value as ScalarNode)?.Text;

    public SpecBuilder Member(string name, TextSpan at)
    {
        if (!_members.TryGetValue(name, out var member))
        {
            _members.Add(name, member = new SpecBuilder(at));
        }

        return member;
    }

    public SpecBuilder? Find(params ReadOnlySpan<string> path)
    {
        var found = this;
        foreach (var step in path)
        {
            if (!found._members.TryGetValue(step, out found))
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>The item of that number. Those before it that nothing is put into vanish again.</summary>
    public SpecBuilder Item(int index, TextSpan at)
    {
        _isList = true;
        while (_items.Count <= index)
        {
            _items.Add(new SpecBuilder(at));
        }

        return _items[index];
    }

    public SpecBuilder NewItem(TextSpan at) => Item(_items.Count, at);

    /// <summary>A list that says: none of these.</summary>
    public void Empty()
    {
        _isList = true;
        IsKept = true;
        _items.Clear();
    }

    /// <summary>All that was put here so far goes.</summary>
    public void Clear()
    {
        _members.Clear();
        _items.Clear();
        _value = null;
    }

    /// <param name="value">Null takes an earlier value away.</param>
    /// <param name="isDefault">Gives way to a value that is no default.</param>
    public void Put(DocumentNode? value, bool isDefault)
    {
        if (isDefault && HasValue)
        {
            return;
        }

        _value = value;
        _isDefault = isDefault;
    }

    /// <summary>Null when nothing is in it.</summary>
    /// <param name="keepsPositions">An item that nothing is put into stays as null before one that has something: its number counts.</param>
    public DocumentNode? Build(bool keepsPositions = false)
    {
        if (_value is not null)
        {
            return _value;
        }

        if (_isList)
        {
            var built = _items.Select(item => item.Build(keepsPositions)).ToList();
            var count = built.FindLastIndex(static item => item is not null) + 1;
            ImmutableArray<DocumentNode> items = keepsPositions
                ? [.. built.Take(count).Select((item, index) => item ?? new ScalarNode(_items[index].Start, "", ScalarKind.Null, IsPlain: true))]
                : [.. built.OfType<DocumentNode>()];
            return items.IsEmpty && !IsKept ? null : new SequenceNode(span, items);
        }

        var entries = ImmutableArray.CreateBuilder<MappingEntry>(_members.Count);
        foreach (var (name, member) in _members)
        {
            if (member.Build(keepsPositions) is { } node)
            {
                entries.Add(new MappingEntry(ScalarNode.String(member.Start, name), node));
            }
        }

        return entries.Count is 0 && !IsKept ? null : new MappingNode(span, entries.ToImmutable());
    }
}
