using System.Buffers.Binary;
using System.Net.Sockets;

namespace VirtProvision.Libvirt.Ssh;

/// <summary>The user's ssh agent: it has keys and signs with them, without giving them away. https://datatracker.ietf.org/doc/html/draft-miller-ssh-agent</summary>
internal sealed class AgentConnection : IDisposable
{
    private const byte RequestIdentities = 11; // SSH_AGENTC_REQUEST_IDENTITIES
    private const byte IdentitiesAnswer = 12; // SSH_AGENT_IDENTITIES_ANSWER
    private const byte SignRequest = 13; // SSH_AGENTC_SIGN_REQUEST
    private const byte SignResponse = 14; // SSH_AGENT_SIGN_RESPONSE
    private const int Longest = 256 * 1024; // as OpenSSH's own
    private const int PatienceMs = 60_000; // a key on a token wants to be touched

    private readonly Socket _socket;

    private AgentConnection(Socket socket) => _socket = socket;

    /// <summary>Null where there is none.</summary>
    /// <param name="path">SSH_AUTH_SOCK.</param>
    public static AgentConnection? Open(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendTimeout = PatienceMs, ReceiveTimeout = PatienceMs };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new AgentConnection(socket);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>The public halves of its keys, as they go over the wire.</summary>
    /// <exception cref="IOException">It does not answer, or not as an agent.</exception>
    public ImmutableArray<byte[]> ReadKeys()
    {
        var reader = new AgentReader(Ask(RequestIdentities, []), IdentitiesAnswer);
        var keys = ImmutableArray.CreateBuilder<byte[]>();
        for (var count = reader.ReadUInt32(); count > 0; count--)
        {
            keys.Add(reader.ReadString());
            reader.ReadString(); // its comment
        }

        return keys.ToImmutable();
    }

    /// <summary>A signature, with its algorithm's name in front.</summary>
    /// <exception cref="IOException">It refuses, or does not answer.</exception>
    public byte[] Sign(byte[] key, byte[] data, uint flags)
    {
        var request = new byte[4 + key.Length + 4 + data.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(request, key.Length);
        key.CopyTo(request, 4);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(4 + key.Length), data.Length);
        data.CopyTo(request, 8 + key.Length);
        BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(8 + key.Length + data.Length), flags);
        var reader = new AgentReader(Ask(SignRequest, request), SignResponse);
        return reader.ReadString();
    }

    public void Dispose() => _socket.Dispose();

    private byte[] Ask(byte what, byte[] content)
    {
        try
        {
            var message = new byte[5 + content.Length];
            BinaryPrimitives.WriteInt32BigEndian(message, 1 + content.Length);
            message[4] = what;
            content.CopyTo(message, 5);
            _socket.Send(message);
            var length = BinaryPrimitives.ReadUInt32BigEndian(Receive(4));
            return length is > 0 and <= Longest ? Receive((int)length) : throw new IOException($"The ssh agent's answer is {length} bytes long, which none can be.");
        }
        catch (SocketException exception)
        {
            throw new IOException($"The ssh agent does not answer: {exception.Message}", exception);
        }
    }

    private byte[] Receive(int length)
    {
        var bytes = new byte[length];
        for (var have = 0; have < length;)
        {
            var read = _socket.Receive(bytes.AsSpan(have));
            have += read > 0 ? read : throw new IOException("The ssh agent has hung up.");
        }

        return bytes;
    }
}
