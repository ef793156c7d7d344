using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

/// <summary>Finds a device of the persistent configuration in the running object, which may know it by less: a name that it was given since is not there yet.</summary>
public static class ItemCounterpart
{
    /// <summary>The element that the path names in the running object; null when it is not there.</summary>
    public static XElement? Find(KindFacts facts, XElement inactive, XElement live, XmlPath path)
    {
        if (ItemLocator.Find(facts, live, path) is { } named)
        {
            return named;
        }

        var known = facts.At(path);
        var parent = ItemLocator.Find(facts, live, new XmlPath(path.Steps[..^1]));
        if (parent is null || ItemLocator.Find(facts, inactive, path) is not { } item)
        {
            return null;
        }

        foreach (var key in known.Keys.Where(static key => !key.IsAlias))
        {
            if (key.Of(item) is { } value && parent.Elements(item.Name).Where(one => key.Of(one) == value).ToArray() is [var only])
            {
                return only;
            }
        }

        return null;
    }
}
