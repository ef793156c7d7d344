using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Resources;

/// <summary>What names a resource on a host: its kind and name; for a volume also its pool.</summary>
public sealed record ResourceId(ResourceKind Kind, string Name, string? Pool = null)
{
    /// <summary><c>Domain/web01</c>, <c>StorageVolume/images/debian12.qcow2</c>: the form that <c>--target</c> takes.</summary>
    public override string ToString() => Pool is null ? $"{Kind.Name}/{Name}" : $"{Kind.Name}/{Pool}/{Name}";
}
