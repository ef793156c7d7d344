namespace VirtProvision.Core.Options;

/// <summary>What an option takes after it.</summary>
public enum OptionArity
{
    /// <summary>It stands alone: <c>--import</c>.</summary>
    None,

    /// <summary>It may stand alone: <c>--cloud-init</c>, <c>--cloud-init disable=on</c>.</summary>
    Optional,

    Required,
}

/// <summary>An option that says something of a domain, as <c>domain/options.json</c> has it.</summary>
/// <param name="Name">Its name: <c>--disk</c>.</param>
public sealed record OptionDefinition(string Name)
{
    /// <summary>All its spellings, the name first, one letter last: <c>--sound</c>, <c>--soundhw</c>.</summary>
    public ImmutableArray<string> Spellings { get; init; } = [Name];

    public OptionArity Arity { get; init; } = OptionArity.Required;

    /// <summary>What it does, when the schema of what it makes does not say it.</summary>
    public string? Description { get; init; }

    /// <summary>Older spellings of what another option says, and options without effect.</summary>
    public bool IsLegacy => Instead is not null || IsIgnored;

    /// <summary>The part of the spec that it makes: <c>boot</c>, <c>disks[]</c> for an item of a list, <c>@name</c> for the domain's name.</summary>
    internal string? Makes { get; init; }

    /// <summary>Other parts of the spec, some fields of which call themselves sub-options of this option.</summary>
    internal ImmutableArray<string> Also { get; init; } = [];

    /// <summary>The sub-options that leading bare words are values of.</summary>
    internal ImmutableArray<string> Positional { get; init; } = [];

    /// <summary>What <c>none</c> means: null nothing at all, <c>empty</c> that there are none of these, or pieces.</summary>
    internal string? None { get; init; }

    /// <summary>Whole values that stand for others, each for the values of one or several uses.</summary>
    internal ImmutableDictionary<string, ImmutableArray<string>> Words { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Values of a sub-option that stand for other pieces.</summary>
    internal ImmutableDictionary<string, ImmutableDictionary<string, string>> Meanings { get; init; } = ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;

    /// <summary>Sub-options that are accepted and do nothing.</summary>
    internal ImmutableArray<string> WithoutEffect { get; init; } = [];

    /// <summary>Items with the same value of this field are one.</summary>
    internal string? Merge { get; init; }

    /// <summary>What stands between the texts when the option is repeated; null when the last counts.</summary>
    internal string? Joins { get; init; }

    /// <summary>The option that says it now, with <see cref="Pieces"/>, in which <c>{}</c> is the value.</summary>
    internal string? Instead { get; init; }

    internal string? Pieces { get; init; }

    /// <summary>It says nothing when one of these is there.</summary>
    internal ImmutableArray<string> Unless { get; init; } = [];

    /// <summary>Its pieces belong to the use of the same number of one of these options, or to all of them.</summary>
    internal ImmutableArray<string> Joined { get; init; } = [];

    internal bool JoinsAll { get; init; }

    /// <summary>When there is nothing to join, it stands for itself; otherwise it has no effect.</summary>
    internal bool StandsAlone { get; init; }

    internal ImmutableArray<string> Conflicts { get; init; } = [];

    internal bool IsIgnored { get; init; }
}
