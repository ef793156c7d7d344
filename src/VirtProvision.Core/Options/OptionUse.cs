namespace VirtProvision.Core.Options;

/// <summary>An option as it stands on the command line.</summary>
/// <param name="Option">Its name as the catalogue has it: <c>--disk</c>.</param>
/// <param name="Value">Its value, or null when it has none (<c>--import</c>, a bare <c>--cloud-init</c>).</param>
public sealed record OptionUse(string Option, string? Value);
