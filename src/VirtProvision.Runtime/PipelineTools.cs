namespace VirtProvision.Runtime;

/// <summary>What a run needs of the world beside files and the host.</summary>
public sealed record PipelineTools
{
    public static readonly PipelineTools Default = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the UUIDs of new domains come from.</summary>
    public Func<Guid> NewId { get; init; } = Guid.NewGuid;
}
