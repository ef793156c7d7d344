namespace VirtProvision.Libvirt.Protocol;

/// <summary>virDomainMetadataType.</summary>
public enum DomainMetadataType
{
    Description = 0, // VIR_DOMAIN_METADATA_DESCRIPTION
    Title = 1, // VIR_DOMAIN_METADATA_TITLE
    Element = 2, // VIR_DOMAIN_METADATA_ELEMENT
}

/// <summary>Which of a domain's notes is meant: its description, its title, or the metadata element of a namespace.</summary>
/// <param name="Prefix">The prefix that the element's namespace gets when it is written.</param>
public sealed record DomainMetadata(DomainMetadataType Type, string? NamespaceUri = null, string? Prefix = null)
{
    public static DomainMetadata Description { get; } = new(DomainMetadataType.Description);

    public static DomainMetadata Title { get; } = new(DomainMetadataType.Title);

    public static DomainMetadata Element(string namespaceUri, string prefix) => new(DomainMetadataType.Element, namespaceUri, prefix);
}
