namespace VirtProvision.Core.Options;

/// <param name="Folder">The absolute folder that relative paths start at; null leaves them as they are.</param>
/// <param name="KeepsUnset"><c>x=</c> takes the field away. For a new domain there is nothing to take away; for an edit it stays in the tree as null.</param>
public sealed record OptionParserSettings(string? Folder = null, bool KeepsUnset = false);
