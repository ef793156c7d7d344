using System.Security.Cryptography;
using System.Text;

namespace VirtProvision.Core.Comparison;

/// <summary>A secret as we remember it: <c>sha256:SALT:HASH</c>, enough to see whether it changed and no more.</summary>
public static class SecretHash
{
    private const string Prefix = "sha256:";

    /// <param name="salt">Random; hexadecimal in the result.</param>
    public static string Of(string secret, ReadOnlySpan<byte> salt) =>
        $"{Prefix}{Convert.ToHexStringLower(salt)}:{Convert.ToHexStringLower(Hash(secret, salt))}";

    /// <summary>Whether a hash that <see cref="Of"/> made is the secret's; false for anything else.</summary>
    public static bool Matches(string hash, string secret)
    {
        var parts = hash.Split(':');
        if (parts.Length != 3 || parts[0] + ":" != Prefix || parts[1].Length % 2 != 0 || !parts[1].All(char.IsAsciiHexDigit))
        {
            return false;
        }

        var expected = Convert.ToHexStringLower(Hash(secret, Convert.FromHexString(parts[1])));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(parts[2]));
    }

    /// <summary>The same secret, either of them perhaps as its hash.</summary>
    internal static bool AreSame(string one, string other) => one == other || Matches(one, other) || Matches(other, one);

    private static byte[] Hash(string secret, ReadOnlySpan<byte> salt)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(Encoding.UTF8.GetBytes(secret));
        return hash.GetHashAndReset();
    }
}
