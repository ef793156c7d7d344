namespace VirtProvision.Core.Options;

/// <param name="Name">With <c>[]</c> where a number may stand.</param>
/// <param name="HoldsCommas">Its value goes on over commas until the next known name.</param>
internal sealed record ShorthandName(string Name, string Description, bool HoldsCommas = false)
{
    /// <summary>The number that a name has, 0 when it has none; null when it is another name.</summary>
    public int? NumberIn(string name)
    {
        var at = Name.IndexOf("[]", StringComparison.Ordinal);
        if (at < 0)
        {
            return name == Name ? 0 : null;
        }

        var end = Name.Length - at - 2;
        if (name.Length < at + end || !name.StartsWith(Name[..at], StringComparison.Ordinal) || !name.EndsWith(Name[(at + 2)..], StringComparison.Ordinal))
        {
            return null;
        }

        var digits = name.AsSpan(at, name.Length - at - end);
        return digits.IsEmpty ? 0 : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
