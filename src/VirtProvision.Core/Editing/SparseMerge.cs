using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Editing;

/// <summary>
/// Puts what an option says into what is there, field by field; all else stays. Unlike a comparison it takes every word as it is meant: also one that says what
/// libvirt would assume anyway, and a number as the place in the list that is there.
/// </summary>
internal static class SparseMerge
{
    private const string Unit = "unit";

    // Lists that are said as a whole.
    private static readonly string[] s_whole = ["os/boot", "os/initarg"];

    // Each word said is one more.
    private static readonly string[] s_growing = ["commandline/arg"];

    // The name tells which is meant, also where options count them.
    private static readonly string[] s_named = ["cpu/feature", "clock/timer", "firmware/feature", "os/initenv", "commandline/env", "keywrap/cipher", "bios/entry", "system/entry", "baseBoard/entry", "chassis/entry", "hyperv/feature"];

    // What libvirt refuses, or reads otherwise, beside the old value. Elsewhere what nobody named stays, though it may mean nothing any more.
    private static readonly string[] s_resetting = ["cpu@mode", "clock@offset", "os/loader", "boot@order", "target@bus", "controller@model", "memballoon@model", "graphics@port", "graphics@autoport", "cid@auto"];

    public static void Into(XElement target, XElement sparse, FieldFacts facts)
    {
        Attributes(target, sparse, facts);
        Text(target, sparse, facts);
        Children(target, sparse, facts);
    }

    private static void Attributes(XElement target, XElement sparse, FieldFacts facts)
    {
        foreach (var name in sparse.Attribute(ProvisionNamespace.AbsentAttributes)?.Value.Split(' ') ?? [])
        {
            target.SetAttributeValue(name, null);
        }

        XAttribute[] changed = [.. sparse.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name.Namespace != ProvisionNamespace.Name && target.Attribute(attribute.Name)?.Value != attribute.Value)];
        foreach (var attribute in changed)
        {
            if (s_resetting.Contains($"{target.Name.LocalName}@{attribute.Name.LocalName}"))
            {
                Reset(facts.Attribute(attribute.Name), target, sparse);
            }
        }

        foreach (var attribute in changed)
        {
            var own = facts.Attribute(attribute.Name);
            target.SetAttributeValue(attribute.Name, attribute.Value);
            foreach (var mirror in own.Mirrors)
            {
                foreach (var element in mirror.ElementsIn(target).Where(element => mirror.Attribute is not null && element.Attribute(mirror.Attribute) is not null).ToArray())
                {
                    element.SetAttributeValue(mirror.Attribute!, attribute.Value);
                }
            }
        }
    }

    private static void Text(XElement target, XElement sparse, FieldFacts facts)
    {
        if (sparse.HasElements || string.IsNullOrEmpty(sparse.Value) || (!target.HasElements && target.Value == sparse.Value && target.Attribute(Unit)?.Value == sparse.Attribute(Unit)?.Value))
        {
            return;
        }

        var before = target.Value;
        var unit = target.Attribute(Unit);
        var size = facts.Transform is ValueTransform.Size ? SizeValue.Bytes(facts, target, before) : null;
        if (s_resetting.Contains($"{target.Parent?.Name.LocalName}/{target.Name.LocalName}"))
        {
            Reset(facts, target, sparse);
        }

        if (unit is not null && sparse.Attribute(Unit) is null && SizeValue.Unit(unit.Value) != facts.DefaultUnit)
        {
            unit.Remove();
        }

        target.Value = sparse.Value;
        foreach (var path in facts.Followers)
        {
            Follow(path, target, sparse, facts, size);
        }

        foreach (var path in facts.Caps)
        {
            Cap(path, target, sparse);
        }
    }

    /// <summary>What was as large goes along, and what may not be larger too: the guest's memory now with the memory that it may have.</summary>
    private static void Follow(FieldPath path, XElement owner, XElement sparse, FieldFacts facts, Int128? before)
    {
        if (path.ElementsIn(owner).FirstOrDefault() is not { } follower || path.ValueIn(sparse) is not null || SizeValue.Bytes(facts, owner, owner.Value) is not { } now)
        {
            return;
        }

        if (SizeValue.Bytes(facts, follower, follower.Value) is { } value && (value == before || value > now))
        {
            follower.Value = owner.Value;
            follower.SetAttributeValue(Unit, owner.Attribute(Unit)?.Value);
        }
    }

    private static void Cap(FieldPath path, XElement owner, XElement sparse)
    {
        if (path.Attribute is not { } name || path.ValueIn(sparse) is not null)
        {
            return;
        }

        foreach (var element in path.ElementsIn(owner))
        {
            if (FieldValues.Number(element.Attribute(name)?.Value ?? "") is { } present && FieldValues.Number(owner.Value) is { } limit && present > limit)
            {
                element.SetAttributeValue(name, null);
            }
        }
    }

    private static void Children(XElement target, XElement sparse, FieldFacts facts)
    {
        foreach (var name in sparse.Elements().Select(static child => child.Name).Distinct().ToArray())
        {
            var path = $"{sparse.Name.LocalName}/{name.LocalName}";
            if (s_whole.Contains(path))
            {
                target.Elements(name).Remove();
            }

            foreach (var child in sparse.Elements(name).ToArray())
            {
                var present = s_whole.Contains(path) || s_growing.Contains(path) ? null : Present(target, child, s_named.Contains(path));
                Child(target, present, child, facts.Element(name));
            }
        }
    }

    private static XElement? Present(XElement target, XElement child, bool isNamed)
    {
        var key = child.Name.LocalName is "sysinfo" ? "type" : isNamed ? "name" : null;
        if (key is not null && child.Attribute(key)?.Value is { } name)
        {
            return target.Elements(child.Name).FirstOrDefault(item => item.Attribute(key)?.Value == name);
        }

        var position = (int?)child.Attribute(ProvisionNamespace.Position) ?? 0;
        return target.Elements(child.Name).ElementAtOrDefault(position);
    }

    private static void Child(XElement target, XElement? present, XElement child, FieldFacts facts)
    {
        if (ProvisionNamespace.IsAbsent(child))
        {
            if (child.Attribute(ProvisionNamespace.Position) is null)
            {
                target.Elements(child.Name).Remove();
            }
            else
            {
                present?.Remove();
            }
        }
        else if (present is not null)
        {
            var wasEmpty = IsEmpty(present);
            Into(present, child, facts);
            if (!wasEmpty && IsEmpty(present) && !IsPart(present))
            {
                present.Remove();
            }
        }
        else if (SaysSomething(child))
        {
            var made = new XElement(child.Name, child.Attributes().Where(static attribute => attribute.IsNamespaceDeclaration && attribute.Value != ProvisionNamespace.Name.NamespaceName));
            Place(target, made);
            Into(made, child, facts);
        }
    }

    /// <summary>After its last namesake, else at the end.</summary>
    public static void Place(XElement parent, XElement element)
    {
        if (parent.Elements(element.Name).LastOrDefault() is { } namesake)
        {
            namesake.AddAfterSelf(element);
        }
        else
        {
            parent.Add(element);
        }
    }

    /// <summary>What no longer fits when this changes goes, unless it is said too.</summary>
    private static void Reset(FieldFacts facts, XElement target, XElement sparse)
    {
        foreach (var path in facts.Resets)
        {
            var named = path.ElementsIn(sparse, isSparse: true).ToArray();
            foreach (var element in path.ElementsIn(target).ToArray())
            {
                if (path.Attribute is { } attribute)
                {
                    if (!named.Any(item => item.Attribute(attribute) is not null))
                    {
                        element.SetAttributeValue(attribute, null);
                    }
                }
                else if (element.Parent is not null)
                {
                    element.Remove();
                }
            }
        }
    }

    /// <summary>Parts of a domain and whole devices stay, also when nothing is left in them.</summary>
    private static bool IsPart(XElement element) => element.Parent is { } parent && (parent.Parent is null || parent is { Name.LocalName: "devices", Parent.Parent: null });

    private static bool IsEmpty(XElement element) => !element.HasAttributes && !element.HasElements && string.IsNullOrWhiteSpace(element.Value);

    private static bool SaysSomething(XElement sparse) =>
        !ProvisionNamespace.IsAbsent(sparse)
        && (sparse.Attributes().Any(static attribute => !attribute.IsNamespaceDeclaration && attribute.Name.Namespace != ProvisionNamespace.Name)
            || (!sparse.HasElements && (sparse.Value.Length > 0 || sparse.Attribute(ProvisionNamespace.AbsentAttributes) is null))
            || sparse.Elements().Any(SaysSomething));
}
