using VirtProvision.Core.Schemas;

namespace VirtProvision.Runtime.Workspaces;

/// <summary>What the user asks to be read.</summary>
public sealed record WorkspaceOptions
{
    /// <summary>Files, folders, patterns, and <c>-</c> for standard input.</summary>
    public required ImmutableArray<string> Paths { get; init; }

    /// <summary><c>NAME=VALUE</c>; they win over the values files.</summary>
    public ImmutableArray<string> Set { get; init; } = [];

    /// <summary>YAML files of variables; a later one wins.</summary>
    public ImmutableArray<string> ValuesFiles { get; init; } = [];

    /// <summary>The value of an environment variable; null when specs may not ask for any.</summary>
    public Func<string, string?>? Environment { get; init; }

    /// <summary><c>KIND/NAME</c> of what to narrow the run to; empty for everything.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Whether an image must have a sha256 in its spec or in a lock file.</summary>
    public bool RequiresLock { get; init; } = true;

    public Func<Stream> OpenStandardInput { get; init; } = Console.OpenStandardInput;

    public SchemaCatalog Schemas { get; init; } = SchemaCatalog.Embedded;
}
