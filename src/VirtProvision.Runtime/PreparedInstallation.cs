using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Runtime;

/// <summary>An installation that is decided and not begun.</summary>
public sealed class PreparedInstallation : IAsyncDisposable
{
    internal PreparedInstallation(NewDomain? domain, HostLook look) => (Domain, Look) = (domain, look);

    /// <summary>Null when errors kept it from being decided.</summary>
    public NewDomain? Domain { get; }

    public Plan? Plan => Look.Plan;

    public ResourceGraph Graph => Look.Graph;

    public ImmutableArray<Diagnostic> Diagnostics => [.. Look.Diagnostics];

    public bool HasErrors => Look.Diagnostics.HasErrors;

    internal HostLook Look { get; }

    public ValueTask DisposeAsync() => Look.DisposeAsync();
}
