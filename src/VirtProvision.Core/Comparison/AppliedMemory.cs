using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

/// <summary>What we remember of an object, kept in its own <c>&lt;metadata&gt;</c>: whoever applies next, from wherever, finds it there.</summary>
/// <param name="Version">The version of the tool that wrote it.</param>
/// <param name="LastApplied">The sparse XML that was applied, secrets as <see cref="SecretHash"/>es.</param>
public sealed record AppliedMemory(string Version, XElement LastApplied)
{
    private static readonly XName s_metadata = "metadata";
    private static readonly XName s_replicaOf = "replicaOf";
    private static readonly XName s_name = "name";

    /// <summary>The name of the replicas that the object was made as one of, <c>web-{index}</c>; null when it was not.</summary>
    public string? ReplicaOf { get; init; }

    /// <summary>The labels of the spec.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The memory in an object's XML, or null when we never applied anything to it.</summary>
    public static AppliedMemory? Read(XElement observed)
    {
        var resource = observed.Element(s_metadata)?.Element(ProvisionNamespace.Resource);
        var holder = resource?.Element(ProvisionNamespace.LastApplied);
        var applied = holder?.Elements().FirstOrDefault() ?? (holder is null ? null : Parsed(holder.Value));
        return applied is null ? null : new AppliedMemory(resource!.Attribute("version")?.Value ?? "", applied) { ReplicaOf = resource.Attribute(s_replicaOf)?.Value, Labels = LabelsIn(resource) };
    }

    /// <summary>The labels that an object's XML remembers; none where we never applied anything to it.</summary>
    public static ImmutableSortedDictionary<string, string> LabelsOf(XElement observed) =>
        observed.Element(s_metadata)?.Element(ProvisionNamespace.Resource) is { } resource ? LabelsIn(resource) : ImmutableSortedDictionary<string, string>.Empty;

    private static ImmutableSortedDictionary<string, string> LabelsIn(XElement resource)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var label in resource.Elements(ProvisionNamespace.Label))
        {
            labels[label.Attribute(s_name)?.Value ?? ""] = label.Value;
        }

        return labels.ToImmutable();
    }

    private static XElement? Parsed(string text)
    {
        try
        {
            return text.AsSpan().TrimStart().StartsWith("<") ? XElement.Parse(text) : null;
        }
        catch (System.Xml.XmlException)
        {
            // Somebody else's text is no memory of ours.
            return null;
        }
    }

    /// <summary>The memory of applying <paramref name="desired"/>.</summary>
    /// <param name="salt">Random, new for each memory: so that equal secrets of two objects look different.</param>
    public static AppliedMemory Of(KindFacts facts, XElement desired, string version, ReadOnlySpan<byte> salt)
    {
        var applied = new XElement(desired);
        HideSecrets(facts.Root, applied, salt);
        return new AppliedMemory(version, applied);
    }

    /// <summary>Whether the memory is that of applying <paramref name="desired"/> with these labels; secrets are compared by their hashes.</summary>
    public static bool IsOf(KindFacts facts, AppliedMemory? memory, XElement desired, ImmutableSortedDictionary<string, string> labels) =>
        memory is not null
        && memory.Labels.SequenceEqual(labels)
        && (XNode.DeepEquals(memory.LastApplied, desired)
            || (XmlComparer.Compare(facts, memory.LastApplied, desired, memory.LastApplied).Changes.IsEmpty
                && XmlComparer.Compare(facts, null, memory.LastApplied, desired).Changes.IsEmpty));

    /// <summary>A copy of an object's XML in which this is the memory. Others' metadata stay as they are.</summary>
    public XElement Write(XElement root)
    {
        var copy = new XElement(root);
        var metadata = copy.Element(s_metadata);
        if (metadata is null)
        {
            metadata = new XElement(s_metadata);
            copy.Add(metadata);
        }

        // What an object was made as, it stays.
        var made = ReplicaOf is null ? metadata.Element(ProvisionNamespace.Resource)?.Attribute(s_replicaOf)?.Value : ReplicaOf;
        metadata.Elements(ProvisionNamespace.Resource).Remove();
        metadata.Add((this with { ReplicaOf = made }).ToXml());
        return copy;
    }

    /// <summary>The <c>vp:resource</c> element.</summary>
    public XElement ToXml() => ToXml(LastApplied);

    /// <summary>The same for virDomainSetMetadata, with what was applied as text: libvirt puts every element that it is given into our namespace.</summary>
    public XElement ToMetadata() => ToXml(XmlText.Write(LastApplied));

    private XElement ToXml(object applied) => new(
        ProvisionNamespace.Resource,
        new XAttribute(XNamespace.Xmlns + ProvisionNamespace.Prefix, ProvisionNamespace.Name.NamespaceName),
        new XAttribute("version", Version),
        ReplicaOf is null ? null : new XAttribute(s_replicaOf, ReplicaOf),
        Labels.Select(static label => new XElement(ProvisionNamespace.Label, new XAttribute(s_name, label.Key), label.Value)),
        new XElement(ProvisionNamespace.LastApplied, applied));

    internal static void HideSecrets(FieldFacts facts, XElement element, ReadOnlySpan<byte> salt)
    {
        foreach (var attribute in element.Attributes())
        {
            if (!attribute.IsNamespaceDeclaration && facts.Attribute(attribute.Name).IsWriteOnly)
            {
                attribute.Value = SecretHash.Of(attribute.Value, salt);
            }
        }

        if (facts.IsWriteOnly && !element.HasElements && element.Value.Length > 0)
        {
            element.Value = SecretHash.Of(element.Value, salt);
        }

        foreach (var child in element.Elements())
        {
            HideSecrets(facts.Element(child.Name), child, salt);
        }
    }
}
