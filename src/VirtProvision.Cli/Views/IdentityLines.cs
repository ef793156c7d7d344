using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Cloning;

namespace VirtProvision.Cli.Views;

/// <summary>Who a guest says it is.</summary>
internal static class IdentityLines
{
    public static void Write(TextWriter output, GuestIdentity identity)
    {
        output.WriteLine(Visible.Of($"    it is {identity.HostName ?? "(no host name)"}, machine ID {identity.MachineId ?? "(none)"}"));
        foreach (var key in identity.HostKeys)
        {
            output.WriteLine(Visible.Of($"    {key.Type} {key.Fingerprint}"));
        }
    }

    /// <param name="identity">Null when the guest did not answer.</param>
    public static void WriteJson(Utf8JsonWriter json, GuestIdentity? identity)
    {
        if (identity is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("hostName"u8, identity.HostName);
        json.WriteString("machineId"u8, identity.MachineId);
        json.WriteStartArray("hostKeys"u8);
        foreach (var key in identity.HostKeys)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, key.Type);
            json.WriteString("fingerprint"u8, key.Fingerprint);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
