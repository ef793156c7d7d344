using System.Collections.Concurrent;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Comparison;

/// <summary>What is known of how the XML of a kind compares; read once from <c>schemas/&lt;folder&gt;/*.facts.yaml</c>.</summary>
public sealed class KindFacts
{
    private static readonly ConcurrentDictionary<ResourceKind, Lazy<KindFacts>> s_kinds = new();

    internal KindFacts(FieldFacts root) => Root = root;

    /// <summary>The facts of the root element.</summary>
    public FieldFacts Root { get; }

    public static KindFacts For(ResourceKind kind) =>
        s_kinds.GetOrAdd(kind, static kind => new Lazy<KindFacts>(() => FactsReader.ReadEmbedded(kind))).Value;
}
