namespace VirtProvision.Core.Editing;

/// <summary>Which of several elements of a kind is meant, in virt-xml's words.</summary>
/// <param name="Action">The option that it belongs to, for findings: <c>--edit</c>.</param>
/// <param name="Text">Null means the first.</param>
public sealed record ElementSelector(string Action, string? Text)
{
    private const string All = "all";

    public bool IsAll => Text is All;

    /// <summary>From 1, or from -1 backwards; null when it is no number.</summary>
    public int? Position => Text is null ? 1
        : int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Text[0] is '-' or (>= '0' and <= '9') ? number
        : null;

    /// <summary>Whether it says anything that matters where there is only one: <c>--edit 1</c> and <c>--edit all</c> don't.</summary>
    public bool IsPlain => Text is null or All or "1";
}
