using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>All that was read of a host for the devices of one new domain: see <see cref="DeviceNeeds"/>.</summary>
public sealed record HostView
{
    public static readonly HostView Empty = new();

    public HostStorage Storage { get; init; } = HostStorage.Empty;

    public ImmutableArray<HostDomain> Domains { get; init; } = [];

    public ImmutableArray<HostNetwork> Networks { get; init; } = [];

    public ImmutableArray<HostNodeDevice> NodeDevices { get; init; } = [];
}
