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
    public XElement Of(ResourceKind kind, XElement desired) => AppliedMemory.Of(KindFacts.For(kind), desired, Version, NewSalt()).ToMetadata();

    public XElement Put(ResourceKind kind, XElement desired, XElement xml) =>
        IsPossibleFor(kind) ? AppliedMemory.Of(KindFacts.For(kind), desired, Version, NewSalt()).Write(xml) : xml;

    public static XElement? LastApplied(ResourceKind kind, XElement observed) =>
        IsPossibleFor(kind) ? AppliedMemory.Read(observed)?.LastApplied : null;

    private static bool IsPossibleFor(ResourceKind kind) => kind == ResourceKind.Domain || kind == ResourceKind.Network;
}
