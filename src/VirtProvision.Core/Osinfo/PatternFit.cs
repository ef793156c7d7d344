namespace VirtProvision.Core.Osinfo;

/// <summary>How well a field fits a pattern.</summary>
internal enum PatternFit
{
    None,

    /// <summary>There is no pattern for it.</summary>
    Unasked,

    /// <summary>A part of the field matches.</summary>
    Part,

    /// <summary>All of it matches.</summary>
    Whole,
}
