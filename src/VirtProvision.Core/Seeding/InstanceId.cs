using System.Security.Cryptography;
using System.Text;

namespace VirtProvision.Core.Seeding;

/// <summary>Short ids that follow from what they stand for.</summary>
internal static class InstanceId
{
    public static string Of(ReadOnlySpan<string?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..12];
}
