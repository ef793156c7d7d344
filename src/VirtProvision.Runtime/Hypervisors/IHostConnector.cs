namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Opens the connections of a run: one that can only read for looking and planning, a second one only when something is to change.</summary>
public interface IHostConnector
{
    /// <summary>How diagnostics name the host.</summary>
    string Uri { get; }

    /// <summary>Whether the host's files are this machine's files.</summary>
    bool IsLocal { get; }

    Task<IHypervisorReader> ConnectReadOnlyAsync(CancellationToken cancellationToken);

    Task<IHypervisor> ConnectAsync(CancellationToken cancellationToken);
}
