using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Operating;

/// <summary>Of what the status is wanted.</summary>
public sealed record StatusRequest
{
    /// <summary>Without specs: of everything else as well.</summary>
    public bool All { get; init; }

    public AddressChoice Addresses { get; init; }

    /// <summary>Only domains whose specs gave them such labels.</summary>
    public LabelSelector Labels { get; init; } = LabelSelector.Everything;
}

/// <summary>How objects of a host stand, in the order of kinds and names.</summary>
public sealed record HostStatus(string Uri, ImmutableArray<ResourceStatus> Resources, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(static diagnostic => diagnostic.IsError);
}

/// <summary>How one object stands.</summary>
/// <param name="State">In virsh's words; <c>missing</c> when a spec declares it and it is not there, <c>unknown</c> for a volume of a pool that is off.</param>
public sealed record ResourceStatus(ResourceId Id, string State)
{
    public const string Missing = "missing";
    public const string Unknown = "unknown";

    public string? Reason { get; init; }

    public Guid? Uuid { get; init; }

    public bool Exists => State is not (Missing or Unknown);

    public bool IsActive { get; init; }

    /// <summary>Null for what has none: volumes, and what is not there.</summary>
    public bool? Autostart { get; init; }

    public bool IsPersistent { get; init; } = true;

    public ResourceStanding Standing { get; init; } = ResourceStanding.None;

    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<GuestAddress> Addresses { get; init; } = [];

    /// <summary>Null where nobody knows it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Bytes, of pools and volumes.</summary>
    public long? Capacity { get; init; }

    /// <summary>Bytes that a pool has left.</summary>
    public long? Available { get; init; }

    /// <summary>Bytes that a volume takes.</summary>
    public long? Allocation { get; init; }

    public bool IsDomain => Id.Kind == ResourceKind.Domain;
}
