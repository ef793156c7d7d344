using System.Text;

namespace VirtProvision.Libvirt.Sasl;

/// <summary>Name and password as they are: only where nobody else can read them. https://www.rfc-editor.org/rfc/rfc4616</summary>
internal sealed class PlainMechanism(string userName, string password) : ISaslMechanism
{
    public string Name => "PLAIN";

    public bool IsSatisfied => true;

    public byte[] Begin() => Encoding.UTF8.GetBytes($"\0{userName}\0{password}");

    public byte[] Answer(ReadOnlySpan<byte> message) => message.IsEmpty ? [] : throw new SaslException("it asks for more than PLAIN has");
}
