namespace VirtProvision.Core.Documents;

/// <summary>Collects a mapping's entries: finds keys given twice and puts merge keys (<c>&lt;&lt;</c>) in.</summary>
internal sealed class MappingBuilder
{
    // Below this a scan is faster than a table.
    private const int FewKeys = 16;

    private readonly ImmutableArray<MappingEntry>.Builder _entries = ImmutableArray.CreateBuilder<MappingEntry>();
    private Dictionary<string, ScalarNode>? _keys;
    private List<(int Index, MappingNode From)>? _merges;

    /// <summary>Adds an entry, or gives the key that has its name already.</summary>
    public ScalarNode? Add(ScalarNode key, DocumentNode value)
    {
        if (Find(key.Text) is { } first)
        {
            return first;
        }

        _entries.Add(new MappingEntry(key, value));
        _keys?.Add(key.Text, key);
        return null;
    }

    /// <summary>Takes the value of a merge key: a mapping or a list of them. False when it is neither.</summary>
    public bool Merge(DocumentNode value)
    {
        var sources = value is SequenceNode list ? list.Items : [value];
        foreach (var source in sources)
        {
            if (source is not MappingNode mapping)
            {
                return false;
            }

            (_merges ??= []).Add((_entries.Count, mapping));
        }

        return true;
    }

    /// <summary>What the mapping says itself wins over what it merges, and an earlier merge over a later one; merged entries stand where their <c>&lt;&lt;</c> stood.</summary>
    public ImmutableArray<MappingEntry> Build()
    {
        if (_merges is null)
        {
            return _entries.DrainToImmutable();
        }

        var taken = new HashSet<string>(_entries.Select(static entry => entry.Key.Text));
        var result = ImmutableArray.CreateBuilder<MappingEntry>();
        var next = 0;
        foreach (var (index, from) in _merges)
        {
            for (; next < index; next++)
            {
                result.Add(_entries[next]);
            }

            result.AddRange(from.Entries.Where(entry => taken.Add(entry.Key.Text)));
        }

        for (; next < _entries.Count; next++)
        {
            result.Add(_entries[next]);
        }

        return result.DrainToImmutable();
    }

    private ScalarNode? Find(string key)
    {
        if (_keys is null && _entries.Count >= FewKeys)
        {
            _keys = _entries.ToDictionary(static entry => entry.Key.Text, static entry => entry.Key);
        }

        if (_keys is not null)
        {
            return _keys.GetValueOrDefault(key);
        }

        // By index: the builder's enumerator is an object, and this is asked for every key of every spec.
        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Key.Text == key)
            {
                return _entries[i].Key;
            }
        }

        return null;
    }
}
