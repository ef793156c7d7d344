using System.Xml.Linq;
using VirtProvision.Core.Options;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Editing;

public enum EditAction
{
    Edit,
    Add,
    Remove,
    ConvertToQ35,
    ConvertToVnc,
}

/// <summary>An action of the command line, with the options that belong to it.</summary>
/// <param name="Word">As it was typed: <c>--edit</c>.</param>
/// <param name="Selector">Which of several; what an action takes beside options.</param>
public sealed record RequestedEdit(EditAction Action, string Word, string? Selector, ImmutableArray<OptionUse> Uses)
{
    public TextSpan Span => new SourceFile(Word, Selector ?? "").Start;
}

/// <summary>What to edit, how, and what to do with the outcome.</summary>
public sealed record EditRequest
{
    public required DomainSelection Domains { get; init; }

    /// <summary>The XML to edit instead of a domain of the host.</summary>
    public XElement? Input { get; init; }

    public ImmutableArray<RequestedEdit> Edits { get; init; } = [];

    /// <summary>The guest's operating system, for the defaults of new devices; null: as the domain says.</summary>
    public OptionUse? System { get; init; }

    /// <summary>Where relative paths start.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether the persistent configuration is changed.</summary>
    public bool Defines { get; init; }

    /// <summary>Whether what runs is changed.</summary>
    public bool Updates { get; init; }

    /// <summary>Whether the domain is started afterwards; without <see cref="Defines"/> with the edited XML, once.</summary>
    public bool Starts { get; init; }

    public bool Writes => Defines || Updates || Starts;
}
