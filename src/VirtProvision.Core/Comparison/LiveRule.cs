using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>A call by which a running object takes a change, and when it does.</summary>
/// <param name="Means">The call's name, such as <c>update-device</c>.</param>
/// <param name="On">The directions it serves; empty for all.</param>
/// <param name="Conditions">All must hold for the item (device) that the change is in; those with an absolute path, for the object as it is.</param>
public sealed record LiveRule(string Means, ImmutableArray<ChangeDirection> On, ImmutableArray<FactCondition> Conditions)
{
    internal bool Serves(ChangeDirection direction, ChangeDirection? size, XElement? observed, XElement? desired, XElement root)
    {
        if (!On.IsEmpty && !On.Contains(direction) && !(size is { } grown && On.Contains(grown)))
        {
            return false;
        }

        foreach (var condition in Conditions)
        {
            // What a device needs of the rest must be there already: that it comes with the same change is too late for what runs.
            if (!(condition.Path.IsAbsolute ? condition.Holds(root, null) : condition.IsOfDesired ? condition.Holds(desired, null) : condition.Holds(observed, desired)))
            {
                return false;
            }
        }

        return true;
    }
}
