using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>What paths call the items of one list. Worked out when a change asks first: most lists have none.</summary>
internal sealed class ListLabels(FieldFacts facts, List<XElement> wanted, List<XElement> present, ItemMatcher found)
{
    private string?[]? _labels;

    /// <summary>The label of a desired item, among all that the list will have.</summary>
    public string? OfWanted(int index) => (_labels ??= Wanted())[index];

    /// <summary>The label of an item that goes, among all that the list had.</summary>
    public string? OfRemoved(int index) => ItemLabel.Of([.. present.Select(item => ItemLabel.KeyOf(facts, item))])[index];

    private string?[] Wanted()
    {
        var keys = new List<string?>(present.Count + wanted.Count);
        var places = new int[wanted.Count];
        Array.Fill(places, ItemMatcher.None);
        for (var k = 0; k < present.Count; k++)
        {
            var i = Array.IndexOf(found.Counterparts, k);
            if (i >= 0)
            {
                places[i] = keys.Count;
                keys.Add(ItemLabel.KeyOf(facts, wanted[i]) ?? ItemLabel.KeyOf(facts, present[k]));
            }
            else if (!found.IsTaken(k))
            {
                keys.Add(ItemLabel.KeyOf(facts, present[k]));
            }
        }

        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] == ItemMatcher.None)
            {
                places[i] = keys.Count;
                keys.Add(ItemLabel.KeyOf(facts, wanted[i]));
            }
        }

        var labels = ItemLabel.Of(keys);
        return Array.ConvertAll(places, place => labels[place]);
    }
}
