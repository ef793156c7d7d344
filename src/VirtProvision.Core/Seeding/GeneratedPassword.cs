using System.Security.Cryptography;

namespace VirtProvision.Core.Seeding;

/// <summary>Makes a password for somebody who types it once, from a screen that may show any font.</summary>
public static class GeneratedPassword
{
    /// <summary>Sixteen characters out of these are 93 bits.</summary>
    public const int Length = 16;

    // Without 0 O o 1 l I, which fonts show alike.
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

    public static string Create() => RandomNumberGenerator.GetString(Alphabet, Length);
}
