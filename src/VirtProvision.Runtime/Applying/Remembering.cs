using System.Security.Cryptography;
using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;

namespace VirtProvision.Runtime.Applying;

/// <summary>Puts into an object's own metadata what was last applied to it, where libvirt lets the kind carry metadata.</summary>
internal sealed record Remembering(string Version, Func<byte[]> NewSalt)
{
    public static readonly Remembering Default = new(
        typeof(Remembering).Assembly.GetName().Version?.ToString(3) ?? "0",
        static () => RandomNumberGenerator.GetBytes(8));

    /// <summary>The memory of applying a spec, as virDomainSetMetadata takes it.</summary>
    /// <param name="observed">The object as it is: what it was made as, it stays.</param>
    public XElement Of(ResourceChange change, XElement observed) =>
        (Memory(change) with { ReplicaOf = AppliedMemory.Read(observed)?.ReplicaOf }).ToMetadata();

    /// <summary>The object's XML with the memory of applying its spec. An object that exists keeps what it was made as.</summary>
    public XElement Put(ResourceChange change, XElement xml) =>
        IsPossibleFor(change.Id.Kind) ? (Memory(change) with { ReplicaOf = change.ReplicaOf }).Write(xml) : xml;

    public static XElement? LastApplied(ResourceKind kind, XElement observed) =>
        IsPossibleFor(kind) ? AppliedMemory.Read(observed)?.LastApplied : null;

    private AppliedMemory Memory(ResourceChange change) =>
        AppliedMemory.Of(KindFacts.For(change.Id.Kind), change.DesiredXml!, Version, NewSalt()) with { Labels = change.Labels };

    private static bool IsPossibleFor(ResourceKind kind) => kind == ResourceKind.Domain || kind == ResourceKind.Network;
}
