namespace VirtProvision.Core.Osinfo;

/// <summary>How much of a system's description is wanted.</summary>
public enum OsEntryPart
{
    /// <summary>Ids and what others inherit from it.</summary>
    Inheritable,

    /// <summary>That and its description: names, version, dates.</summary>
    Description,

    /// <summary>All, with images, trees, drivers and scripts.</summary>
    Everything,
}
