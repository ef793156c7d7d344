using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>What comes instead of a reply when a call fails.</summary>
internal static class ErrorPayload
{
    // virNetMessageError / remote_error { int code; int domain; string *message; int level; domain *dom; string *str1, *str2, *str3; int int1, int2; network *net; }
    public static LibvirtError Read(ref XdrReader reader)
    {
        var code = (LibvirtErrorCode)reader.ReadInt32("code");
        var domain = (LibvirtErrorDomain)reader.ReadInt32("domain");
        var message = reader.ReadOptionalString("message");
        var level = (LibvirtErrorLevel)reader.ReadInt32("level");
        var domainName = ReadObjectName(ref reader, "dom", hasId: true);
        var str1 = reader.ReadOptionalString("str1");
        var str2 = reader.ReadOptionalString("str2");
        var str3 = reader.ReadOptionalString("str3");
        var int1 = reader.ReadInt32("int1");
        var int2 = reader.ReadInt32("int2");
        var networkName = ReadObjectName(ref reader, "net", hasId: false);
        return new LibvirtError(code, domain, message ?? $"libvirt error {(int)code} without a message", level, domainName, str1, str2, str3, int1, int2, networkName);
    }

    private static string? ReadObjectName(ref XdrReader reader, string field, bool hasId)
    {
        if (!reader.ReadPresence(field))
        {
            return null;
        }

        var name = reader.ReadString(field);
        reader.ReadUuid(field);
        if (hasId)
        {
            reader.ReadInt32(field);
        }

        return name;
    }
}
