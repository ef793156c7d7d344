using System.Security.Cryptography;
using System.Text;

namespace VirtProvision.Core.Seeding;

/// <summary>
/// Passwords as <c>/etc/shadow</c> keeps them, so that a seed or an answer file holds none in clear. The method <c>$6$</c>, which every Linux in use knows.
/// https://www.akkadia.org/drepper/SHA-crypt.txt; the numbered steps are its.
/// </summary>
public static class Sha512Crypt
{
    private const int Rounds = 5000; // the method's own default, then not written down
    private const int SaltLength = 16;
    private const string Digits = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <param name="salt">Up to 16 characters of <c>./0-9A-Za-z</c>; more are cut off, as every implementation does.</param>
    public static string Hash(string password, string salt)
    {
        salt = salt[..Math.Min(salt.Length, SaltLength)];
        var key = Encoding.UTF8.GetBytes(password);
        var saltBytes = Encoding.ASCII.GetBytes(salt);
        var digest = FirstDigest(key, saltBytes);

        // 13 to 16: as many bytes as the password has, out of a digest of it.
        var keySequence = Repeat(SHA512.HashData(Times(key, key.Length)), key.Length);

        // 17 to 20: the same for the salt.
        var saltSequence = Repeat(SHA512.HashData(Times(saltBytes, 16 + digest[0])), saltBytes.Length);

        // 21: what makes it slow.
        for (var round = 0; round < Rounds; round++)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
            hash.AppendData(round % 2 is 1 ? keySequence : digest);
            hash.AppendData(round % 3 is not 0 ? saltSequence : []);
            hash.AppendData(round % 7 is not 0 ? keySequence : []);
            hash.AppendData(round % 2 is 1 ? digest : keySequence);
            digest = hash.GetHashAndReset();
        }

        return $"$6${salt}${Encode(digest)}";
    }

    /// <summary>Whether a text is such a hash already, of this or another method of crypt(3): what somebody put into a password file instead of the password.</summary>
    public static bool IsHash(string text) =>
        text.StartsWith('$') && text.Split('$') is ["", "1" or "2a" or "2b" or "2y" or "5" or "6" or "y", .., { Length: >= 22 } digest] && digest.All(Digits.Contains);

    /// <summary>A salt that is the same for the same guest and purpose and no other, so that the same spec makes the same seed.</summary>
    public static string SaltFor(params ReadOnlySpan<string> parts)
    {
        var bytes = SHA512.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts!)));
        return string.Concat(bytes.Take(SaltLength).Select(static value => Digits[value % 64]));
    }

    // 1 to 12.
    private static byte[] FirstDigest(byte[] key, byte[] salt)
    {
        using var alternate = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        alternate.AppendData(key);
        alternate.AppendData(salt);
        alternate.AppendData(key);
        var other = alternate.GetHashAndReset();

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(key);
        hash.AppendData(salt);
        hash.AppendData(Repeat(other, key.Length));
        for (var bits = key.Length; bits > 0; bits >>= 1)
        {
            hash.AppendData((bits & 1) is 1 ? other : key);
        }

        return hash.GetHashAndReset();
    }

    private static byte[] Times(byte[] bytes, int count) => [.. Enumerable.Repeat(bytes, count).SelectMany(static part => part)];

    private static byte[] Repeat(byte[] bytes, int length)
    {
        var result = new byte[length];
        for (var i = 0; i < length; i++)
        {
            result[i] = bytes[i % bytes.Length];
        }

        return result;
    }

    // 22: base 64 of its own kind, three bytes at a time, taken from 21 places apart in turning order; one byte is left.
    private static string Encode(byte[] digest)
    {
        var text = new StringBuilder(86);
        int first = 0, second = 21, third = 42;
        for (var group = 0; group < 21; group++)
        {
            Append(text, digest[first] << 16 | digest[second] << 8 | digest[third], 4);
            (first, second, third) = (second + 1, third + 1, first + 1);
        }

        Append(text, digest[63], 2);
        return text.ToString();
    }

    private static void Append(StringBuilder text, int value, int digits)
    {
        for (; digits > 0; digits--, value >>= 6)
        {
            text.Append(Digits[value & 63]);
        }
    }
}
