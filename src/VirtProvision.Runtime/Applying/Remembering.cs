using System.Security.Cryptography;
using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Runtime.Applying;

/// <summary>Puts into an object's own metadata what was last applied to it, where libvirt lets the kind carry metadata.</summary>
internal sealed record Remembering(string Version, Func<byte[]> NewSalt)
{
    public static readonly Remembering Default = new(
        typeof(Remembering).Assembly.GetName().Version?.ToString(3) ?? "0",
        static () => RandomNumberGenerator.GetBytes(8));

    /// <summary>The memory of applying a spec, as virDomainSetMetadata takes it.</summary>
    /// <param name="observed">The object as it is: what it was made as, it stays.</param>
    public XElement Of(ResourceKind kind, XElement desired, XElement observed) =>
        (AppliedMemory.Of(KindFacts.For(kind), desired, Version, NewSalt()) with { ReplicaOf = AppliedMemory.Read(observed)?.ReplicaOf }).ToMetadata();

    /// <param name="replicaOf">What a new object is a replica of; an object that exists keeps what it was made as.</param>
    public XElement Put(ResourceKind kind, XElement desired, XElement xml, string? replicaOf = null) =>
        IsPossibleFor(kind) ? (AppliedMemory.Of(KindFacts.For(kind), desired, Version, NewSalt()) with { ReplicaOf = replicaOf }).Write(xml) : xml;

    public static XElement? LastApplied(ResourceKind kind, XElement observed) =>
        IsPossibleFor(kind) ? AppliedMemory.Read(observed)?.LastApplied : null;

    private static bool IsPossibleFor(ResourceKind kind) => kind == ResourceKind.Domain || kind == ResourceKind.Network;
}
