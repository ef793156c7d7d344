using System.Diagnostics;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>A named value, where libvirt's calls take or give an open set of them. The name decides which type it must have.</summary>
/// <param name="Value">An int, uint, long, ulong, double, bool or string.</param>
public sealed record TypedParameter(string Field, object Value)
{
    internal const int MinimumSize = 12;

    // remote_typed_param { nonnull_string field; remote_typed_param_value value; } – the type is virTypedParameterType
    internal static TypedParameter Read(ref XdrReader reader)
    {
        var field = reader.ReadString("field");
        return new TypedParameter(field, reader.ReadInt32("type") switch
        {
            1 => reader.ReadInt32("value"),
            2 => reader.ReadUInt32("value"),
            3 => reader.ReadInt64("value"),
            4 => reader.ReadUInt64("value"),
            5 => reader.ReadDouble("value"),
            6 => reader.ReadBoolean("value"),
            7 => reader.ReadString("value"),
            var type => throw new LibvirtProtocolException("type", $"is {type}, which is none of virTypedParameterType"),
        });
    }

    internal static void Write(ref XdrWriter writer, TypedParameter parameter)
    {
        writer.WriteString(parameter.Field);
        switch (parameter.Value)
        {
            case int value:
                writer.WriteInt32(1);
                writer.WriteInt32(value);
                break;
            case uint value:
                writer.WriteInt32(2);
                writer.WriteUInt32(value);
                break;
            case long value:
                writer.WriteInt32(3);
                writer.WriteInt64(value);
                break;
            case ulong value:
                writer.WriteInt32(4);
                writer.WriteUInt64(value);
                break;
            case double value:
                writer.WriteInt32(5);
                writer.WriteDouble(value);
                break;
            case bool value:
                writer.WriteInt32(6);
                writer.WriteBoolean(value);
                break;
            case string value:
                writer.WriteInt32(7);
                writer.WriteString(value);
                break;
            default:
                throw new ArgumentException($"{parameter.Value.GetType()} is no type of a libvirt parameter.", nameof(parameter));
        }
    }
}
