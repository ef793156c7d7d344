using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>A call by which a running object takes a change, and when it does.</summary>
/// <param name="Means">The call's name, such as <c>update-device</c>.</param>
/// <param name="On">The directions it serves; empty for all.</param>
/// <param name="Conditions">All must hold for the item (device) that the change is in.</param>
public sealed record LiveRule(string Means, ImmutableArray<ChangeDirection> On, ImmutableArray<FactCondition> Conditions)
{
    internal bool Serves(ChangeDirection direction, ChangeDirection? size, XElement? observed, XElement? desired)
    {
        if (!On.IsEmpty && !On.Contains(direction) && !(size is { } grown && On.Contains(grown)))
        {
            return false;
        }

        foreach (var condition in Conditions)
        {
            if (!condition.Holds(observed, desired))
            {
                return false;
            }
        }

        return true;
    }
}
