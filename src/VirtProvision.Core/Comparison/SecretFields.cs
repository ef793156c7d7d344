using VirtProvision.Core.Templates;

namespace VirtProvision.Core.Comparison;

/// <summary>
/// The schema says which fields of a spec are secret, the facts which fields of the XML are hidden by libvirt, hashed by us and never printed. A template joins the
/// two; the shipped ones do it right, one of the user's may write a password where everybody reads it.
/// </summary>
public static class SecretFields
{
    /// <summary>The ways by which a secret comes to stand in the open.</summary>
    public static IEnumerable<PathMapEntry> Exposed(KindFacts facts, PathMap map) =>
        map.Entries.Where(entry => entry.IsSecret && !IsGuarded(facts.Root, PathMap.XmlSteps(entry.XmlPath)));

    private static bool IsGuarded(FieldFacts facts, IEnumerable<string> steps)
    {
        foreach (var step in steps)
        {
            facts = step.StartsWith('@') ? facts.Attribute(step[1..]) : facts.Element(step);
            if (facts.IsWriteOnly)
            {
                return true;
            }
        }

        return false;
    }
}
