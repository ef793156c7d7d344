namespace VirtProvision.Core.Kinds;

/// <summary>A kind of resource. Its schema, templates, facts and defaults are data under <c>schemas/</c>; only what code must know stands here.</summary>
/// <param name="Name">As in a spec's <c>kind</c>.</param>
/// <param name="Folder">Its folder under <c>schemas/</c>.</param>
/// <param name="RootElement">The root element of libvirt's XML for it.</param>
/// <param name="Patched">For a kind that is no object itself but edits those of another kind: that kind.</param>
public sealed record ResourceKind(string Name, string Folder, string RootElement, ResourceKind? Patched = null)
{
    public static readonly ResourceKind StoragePool = new("StoragePool", "storage-pool", "pool");
    public static readonly ResourceKind StorageVolume = new("StorageVolume", "storage-volume", "volume");
    public static readonly ResourceKind Network = new("Network", "network", "network");
    public static readonly ResourceKind Domain = new("Domain", "domain", "domain");

    public static readonly ResourceKind DomainPatch = new("DomainPatch", "domain-patch", "domain", Domain);

    /// <summary>Where resources belong; nothing is made of it.</summary>
    public static readonly ResourceKind Host = new("Host", "host", RootElement: "");

    /// <summary>Every kind of what is on a host, in the order in which things are made.</summary>
    public static readonly ImmutableArray<ResourceKind> All = [StoragePool, StorageVolume, Network, Domain, DomainPatch];

    /// <summary>Every kind that a document can have.</summary>
    public static readonly ImmutableArray<ResourceKind> OfDocuments = [.. All, Host];

    /// <summary>The kind whose templates and facts are this one's.</summary>
    public ResourceKind XmlKind => Patched ?? this;

    public static ResourceKind? Find(string name) => OfDocuments.FirstOrDefault(kind => kind.Name == name);

    // There is one object for each kind, and kinds are compared and hashed with every resource's id.
    public bool Equals(ResourceKind? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Name.Length;

    public override string ToString() => Name;
}
