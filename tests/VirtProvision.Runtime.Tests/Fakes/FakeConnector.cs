using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Tests.Fakes;

/// <summary>Leads to one fake host.</summary>
internal sealed class FakeConnector(FakeHypervisor host) : IHostConnector
{
    public string Uri => "fake:///";

    public bool IsLocal { get; init; }

    public Task<IHypervisorReader> ConnectReadOnlyAsync(CancellationToken cancellationToken) => Task.FromResult<IHypervisorReader>(host);

    public Task<IHypervisor> ConnectAsync(CancellationToken cancellationToken) => Task.FromResult<IHypervisor>(host);
}
