using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Applying;

public enum ApplyStage
{
    /// <summary>An operation began.</summary>
    Operation,

    /// <summary>Bytes were moved.</summary>
    Transfer,

    /// <summary>The resource is as the plan wants it.</summary>
    Done,

    Failed,
}

/// <summary>Something happened during apply. Reported from many threads.</summary>
/// <param name="Text">The operation's verb, or null.</param>
/// <param name="Moved">For a transfer, the bytes moved so far, of <paramref name="Total"/>.</param>
public sealed record ApplyProgress(ResourceId Resource, ApplyStage Stage, string? Text = null, long Moved = 0, long Total = 0)
{
    /// <summary>The name of its host, where a run has several.</summary>
    public string? Host { get; init; }
}
