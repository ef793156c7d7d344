namespace VirtProvision.Libvirt.Transports;

/// <summary>Asks of a text whether all its characters are of one sort.</summary>
internal static class CharacterSets
{
    public static bool ContainsOnly(this ReadOnlySpan<char> text, Func<char, bool> isOne)
    {
        foreach (var letter in text)
        {
            if (!isOne(letter))
            {
                return false;
            }
        }

        return true;
    }
}
