using System.Xml.Linq;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>What a look at the host shall find.</summary>
/// <param name="Declared">Resources whose XML is wanted, where they exist.</param>
/// <param name="References">Objects of which only the existence matters.</param>
/// <param name="WithContent">The declared volumes that are filled by an upload or a copy: one that an earlier run left half made counts as absent.</param>
public sealed record ObservationRequest(
    ImmutableArray<ResourceId> Declared,
    ImmutableArray<ResourceId> References,
    ImmutableHashSet<ResourceId> WithContent)
{
    /// <summary>Every other domain of the host too, for <see cref="ObservedHost.OtherDomains"/>.</summary>
    public bool WithAllDomains { get; init; }
}

/// <param name="Capacity">Bytes that a guest sees.</param>
/// <param name="Allocation">Bytes that the host has given to it so far.</param>
public sealed record VolumeSize(long Capacity, long Allocation);

/// <summary>Which of an object's two configurations is read.</summary>
public enum XmlView
{
    /// <summary>The persistent one, which the next start uses.</summary>
    Inactive,

    /// <summary>The persistent one with its passwords; needs a read-write connection.</summary>
    InactiveWithSecrets,

    /// <summary>The running object's.</summary>
    Live,

    /// <summary>The running object's with its passwords; needs a read-write connection.</summary>
    LiveWithSecrets,
}

/// <summary>A domain as a host lists it, without its XML.</summary>
/// <param name="Number">What libvirt numbers it by while it runs; null while it does not.</param>
public sealed record ListedDomain(string Name, Guid Uuid, int? Number)
{
    public bool IsActive => Number is not null;
}

/// <summary>A host that is only read. Planning takes this type, so that it cannot write.</summary>
public interface IHypervisorReader : IAsyncDisposable
{
    /// <summary>Everything asked for in one batch. An object that vanishes meanwhile is absent from the answer.</summary>
    Task<ObservedHost> ObserveAsync(ObservationRequest request, CancellationToken cancellationToken);

    /// <summary>What the defaults of new domains depend on, without <see cref="HostFacts.Domain"/> and <see cref="HostFacts.CpuSecurityFeatures"/>.</summary>
    Task<HostFacts> ReadFactsAsync(CancellationToken cancellationToken);

    /// <summary>Null for a host that is not asked but remembered.</summary>
    Task<HostVersions?> ReadVersionsAsync(CancellationToken cancellationToken);

    /// <summary>What a machine can have; null where the driver does not tell, or not to this user. Remembered for the life of the connection.</summary>
    Task<DomainCapabilities?> ReadDomainCapabilitiesAsync(DomainCapabilitiesQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Those of <see cref="CpuSecurity.Features"/> that the machine's <c>host-model</c> has, for <see cref="HostFacts.CpuSecurityFeatures"/>: to be asked only
    /// where a named CPU model is used. Empty where nobody can tell.
    /// </summary>
    Task<ImmutableArray<string>> ReadCpuSecurityFeaturesAsync(DomainCapabilities domain, CancellationToken cancellationToken);

    /// <summary>What else lies on the host.</summary>
    IHostInventory Inventory { get; }

    /// <summary>The same, and nothing of it remembered.</summary>
    IHostInventory LookAgain();

    /// <summary>What guests do just now.</summary>
    IGuestReader Guests { get; }

    /// <summary>Per network the running domains on it, whoever made them. Reads every running domain.</summary>
    Task<ImmutableDictionary<ResourceId, ImmutableArray<string>>> ReadAttachedDomainsAsync(CancellationToken cancellationToken);

    /// <summary>Every domain, by one call.</summary>
    Task<ImmutableArray<ListedDomain>> ListDomainsAsync(CancellationToken cancellationToken);

    /// <summary>One object's XML; null when the object does not exist (any more).</summary>
    Task<XElement?> ReadXmlAsync(ResourceId id, XmlView view, CancellationToken cancellationToken);

    /// <summary>Whether the object runs; false also when it does not exist.</summary>
    Task<bool> IsActiveAsync(ResourceId id, CancellationToken cancellationToken);

    /// <summary>Whether a domain that is off keeps the memory of its last run, with which it will go on.</summary>
    Task<bool> HasSavedStateAsync(ResourceId domain, CancellationToken cancellationToken);

    /// <summary>The path under which the host sees a volume; null when there is no such volume.</summary>
    Task<string?> ReadVolumePathAsync(ResourceId volume, CancellationToken cancellationToken);

    /// <summary>Null when there is no such volume. Works while a volume is being copied.</summary>
    Task<VolumeSize?> ReadVolumeSizeAsync(ResourceId volume, CancellationToken cancellationToken);
}
