using System.Buffers.Binary;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Security;

namespace VirtProvision.Libvirt.Ssh;

/// <summary>A key in the agent, as SSH.NET takes keys.</summary>
internal sealed class AgentKey(AgentConnection agent, byte[] key) : IPrivateKeySource
{
    private const string Rsa = "ssh-rsa";
    private const uint RsaSha256 = 2; // SSH_AGENT_RSA_SHA2_256
    private const uint RsaSha512 = 4; // SSH_AGENT_RSA_SHA2_512

    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; } = TypeOf(key) is Rsa
        ? [new Algorithm("rsa-sha2-512", agent, key, RsaSha512), new Algorithm("rsa-sha2-256", agent, key, RsaSha256)]
        : [new Algorithm(TypeOf(key), agent, key, 0)];

    /// <summary>The type that a public key begins with.</summary>
    public static string TypeOf(ReadOnlySpan<byte> key) =>
        key.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(key) is var length && length <= key.Length - 4 ? Encoding.ASCII.GetString(key.Slice(4, (int)length)) : "";

    private sealed class Algorithm(string name, AgentConnection agent, byte[] key, uint flags) : HostAlgorithm(name)
    {
        public override byte[] Data => key;

        public override byte[] Sign(byte[] data) => agent.Sign(key, data, flags);

        public override bool VerifySignature(byte[] data, byte[] signature) => false;
    }
}
