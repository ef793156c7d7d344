using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>Finds, for the items of one list, their counterparts in another: by key, by content, and only where there is no other way by order.</summary>
internal sealed class ItemMatcher(FieldFacts facts, List<XElement> left, List<XElement> right, Func<XElement, XElement, int> countDifferences)
{
    public const int None = -1;

    private readonly bool[] _isTaken = new bool[right.Count];

    /// <summary>Per left item the index of its counterpart, or <see cref="None"/>.</summary>
    public int[] Counterparts { get; } = Unmatched(left.Count);

    public void Match(int leftIndex, int rightIndex)
    {
        Counterparts[leftIndex] = rightIndex;
        _isTaken[rightIndex] = true;
    }

    public void Take(int rightIndex) => _isTaken[rightIndex] = true;

    public bool IsTaken(int rightIndex) => _isTaken[rightIndex];

    /// <summary>Same key, the strongest first. Where several share a key, those alike in content first and then in order.</summary>
    public void ByKeys()
    {
        foreach (var key in facts.Keys)
        {
            if (KeysOf(key, left, i => Counterparts[i] == None) is not { } leftKeys || KeysOf(key, right, j => !_isTaken[j]) is not { } rightKeys)
            {
                continue;
            }

            for (var pass = 0; pass < 2; pass++)
            {
                for (var i = 0; i < left.Count; i++)
                {
                    if (Counterparts[i] == None && leftKeys[i] is { } value && FindByKey(i, value, leftKeys, rightKeys, mayDiffer: pass == 1) is >= 0 and var j)
                    {
                        Match(i, j);
                    }
                }
            }
        }
    }

    private int FindByKey(int i, string value, string?[] leftKeys, string?[] rightKeys, bool mayDiffer)
    {
        // Alone with its key on both sides an item needs no likeness.
        mayDiffer |= IsOnlyOne(value, leftKeys) && IsOnlyOne(value, rightKeys);
        for (var j = 0; j < right.Count; j++)
        {
            if (!_isTaken[j] && rightKeys[j] == value && !IsClaimedByAlias(i, right[j]) && (mayDiffer || countDifferences(left[i], right[j]) == 0))
            {
                return j;
            }
        }

        return None;
    }

    /// <summary>The keys of those that still count, null when none has one.</summary>
    private static string?[]? KeysOf(ListKey key, List<XElement> items, Func<int, bool> counts)
    {
        string?[]? keys = null;
        for (var i = 0; i < items.Count; i++)
        {
            if (counts(i) && key.Of(items[i]) is { } value)
            {
                keys ??= new string?[items.Count];
                keys[i] = value;
            }
        }

        return keys;
    }

    private static bool IsOnlyOne(string value, string?[] keys)
    {
        var count = 0;
        foreach (var key in keys)
        {
            count += key == value ? 1 : 0;
        }

        return count == 1;
    }

    /// <summary>Of one content. An item that only one other is like goes first, so that a vague one does not take it away.</summary>
    public void ByContent()
    {
        var isOnlyOne = true;
        while (true)
        {
            var isFound = false;
            for (var i = 0; i < left.Count; i++)
            {
                if (Counterparts[i] == None && FindAlike(i, isOnlyOne) is >= 0 and var j)
                {
                    Match(i, j);
                    isFound = true;
                    if (!isOnlyOne)
                    {
                        break;
                    }
                }
            }

            if (!isFound && !isOnlyOne)
            {
                return;
            }

            isOnlyOne = isFound;
        }
    }

    private int FindAlike(int i, bool isOnlyOne)
    {
        var found = None;
        for (var j = 0; j < right.Count; j++)
        {
            if (_isTaken[j] || IsClaimedByAlias(i, right[j]) || countDifferences(left[i], right[j]) > 0)
            {
                continue;
            }

            if (!isOnlyOne)
            {
                return j;
            }

            if (found != None)
            {
                return None;
            }

            found = j;
        }

        return found;
    }

    /// <summary>The least different that no key contradicts; among equals the first.</summary>
    public void ByOrder()
    {
        for (var i = 0; i < left.Count; i++)
        {
            var best = None;
            var least = int.MaxValue;
            for (var j = 0; Counterparts[i] == None && j < right.Count; j++)
            {
                if (!_isTaken[j] && !Contradict(left[i], right[j]) && countDifferences(left[i], right[j]) is var count && count < least)
                {
                    best = j;
                    least = count;
                }
            }

            if (best != None)
            {
                Match(i, best);
            }
        }
    }

    private bool Contradict(XElement one, XElement other)
    {
        foreach (var key in facts.Keys)
        {
            if (key.Of(one) is { } value && key.Of(other) is { } otherValue && value != otherValue)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the right item's user alias belongs to another left item.</summary>
    private bool IsClaimedByAlias(int i, XElement item)
    {
        foreach (var key in facts.Keys)
        {
            if (key.IsAlias && key.Of(item) is { } alias && key.Of(left[i]) != alias)
            {
                return left.Exists(other => key.Of(other) == alias);
            }
        }

        return false;
    }

    private static int[] Unmatched(int count)
    {
        var result = new int[count];
        Array.Fill(result, None);
        return result;
    }
}
