using System.Collections.Concurrent;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

/// <summary>What is known of how the XML of a kind compares; read once from <c>schemas/&lt;folder&gt;/*.facts.yaml</c>.</summary>
public sealed class KindFacts
{
    private static readonly ConcurrentDictionary<ResourceKind, Lazy<KindFacts>> s_kinds = new();

    internal KindFacts(FieldFacts root) => Root = root;

    /// <summary>The facts of the root element.</summary>
    public FieldFacts Root { get; }

    /// <summary>The facts of the element or attribute that a path names.</summary>
    public FieldFacts At(XmlPath path)
    {
        var facts = Root;
        foreach (var step in path.Steps)
        {
            facts = step.Name is ['@', .. var name] ? facts.Attribute(name) : facts.Element(step.Name);
        }

        return facts;
    }

    public static KindFacts For(ResourceKind kind) =>
        s_kinds.GetOrAdd(kind.XmlKind, static kind => new Lazy<KindFacts>(() => FactsReader.ReadEmbedded(kind))).Value;
}
