using VirtProvision.Core.Kinds;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>The sorts of events that one can ask for.</summary>
public enum HostEventType
{
    /// <summary>Of domains: defined, started, stopped …</summary>
    Lifecycle,
    Device,
    BlockJob,
    Metadata,

    /// <summary>The guest's agent came or went.</summary>
    Agent,
    Network,
    Pool,
}

/// <summary>Something happened to an object of the host.</summary>
/// <param name="What">Such as <c>started</c>, <c>device-removed</c>.</param>
/// <param name="Detail">More of it: <c>booted</c>, a device's alias.</param>
public sealed record HostEvent(HostEventType Type, ResourceKind Kind, string Name, Guid Uuid, string What, string? Detail);
