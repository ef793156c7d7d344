using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VirtProvision.Libvirt.Sasl;

/// <summary>
/// SCRAM without channel binding: the password stays here, and the server proves that it knows it too.
/// https://www.rfc-editor.org/rfc/rfc5802, https://www.rfc-editor.org/rfc/rfc7677
/// </summary>
/// <param name="nonce">Printable and without a comma; a new one for each login.</param>
internal sealed class ScramMechanism(HashAlgorithmName hash, string userName, string password, string nonce) : ISaslMechanism
{
    // RFC 7677 §4 has 4,096 as the least that a server may ask for; the upper end keeps a server from making us work for ever.
    private const int FewestIterations = 4_096;
    private const int MostIterations = 10_000_000;

    // "n,,": no channel binding, no other user's rights. Base64 of it is what the last message repeats.
    private const string Header = "n,,";

    private byte[]? _expectedSignature;

    public string Name => $"SCRAM-{(hash == HashAlgorithmName.SHA1 ? "SHA-1" : hash.Name!.Insert(3, "-"))}";

    public bool IsSatisfied { get; private set; }

    private string FirstBare => $"n={userName.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal)},r={nonce}";

    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    public byte[] Begin() => Encoding.UTF8.GetBytes(Header + FirstBare);

    public byte[] Answer(ReadOnlySpan<byte> message)
    {
        var text = Encoding.UTF8.GetString(message);
        if (_expectedSignature is null)
        {
            return Encoding.UTF8.GetBytes(Proof(text));
        }

        if (!IsSatisfied)
        {
            Verify(text);
            return [];
        }

        return message.IsEmpty ? [] : throw new SaslException("it goes on after its last message");
    }

    private string Proof(string challenge)
    {
        var parts = challenge.Split(',');
        if (parts is not [['r', '=', .. var theirNonce], ['s', '=', .. var saltText], ['i', '=', .. var countText], ..]
            || !theirNonce.StartsWith(nonce, StringComparison.Ordinal) || theirNonce.Length == nonce.Length || !Base64.IsValid(saltText)
            || !int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations))
        {
            throw new SaslException("its challenge isn't one of SCRAM's");
        }

        if (iterations is < FewestIterations or > MostIterations)
        {
            throw new SaslException($"it asks for {iterations} rounds of hashing, and {FewestIterations} to {MostIterations} are taken");
        }

        var salted = Rfc2898DeriveBytes.Pbkdf2(password, Convert.FromBase64String(saltText), iterations, hash, HashSize());
        var clientKey = Hmac(salted, "Client Key");
        var lastBare = $"c={Convert.ToBase64String(Encoding.UTF8.GetBytes(Header))},r={theirNonce}";
        var conversation = $"{FirstBare},{challenge},{lastBare}";
        var proof = Hmac(CryptographicOperations.HashData(hash, clientKey), conversation);
        for (var i = 0; i < proof.Length; i++)
        {
            proof[i] ^= clientKey[i];
        }

        _expectedSignature = Hmac(Hmac(salted, "Server Key"), conversation);
        return $"{lastBare},p={Convert.ToBase64String(proof)}";
    }

    private void Verify(string last)
    {
        if (last.StartsWith("e=", StringComparison.Ordinal))
        {
            throw new SaslException("the name or the password is wrong");
        }

        var signature = last.Split(',')[0];
        if (!signature.StartsWith("v=", StringComparison.Ordinal) || !Base64.IsValid(signature.AsSpan(2))
            || !CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(signature[2..]), _expectedSignature))
        {
            throw new SaslException("it doesn't know the password itself, so it isn't the host that it says it is");
        }

        IsSatisfied = true;
    }

    private byte[] Hmac(byte[] key, string text) => CryptographicOperations.HmacData(hash, key, Encoding.UTF8.GetBytes(text));

    private int HashSize() => CryptographicOperations.HashData(hash, []).Length;
}
