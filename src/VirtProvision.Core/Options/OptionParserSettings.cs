namespace VirtProvision.Core.Options;

/// <param name="Folder">The absolute folder that relative paths start at; null leaves them as they are.</param>
/// <param name="KeepsUnset">
/// <c>x=</c> takes the field away. For a new domain there is nothing to take away; for an edit it stays in the tree as null, and so do items of a list before one that
/// is named by its number: the number is that of the item that is there.
/// </param>
/// <param name="Type">The type of the device that is edited, where what is said means something else for each.</param>
public sealed record OptionParserSettings(string? Folder = null, bool KeepsUnset = false, string? Type = null);
