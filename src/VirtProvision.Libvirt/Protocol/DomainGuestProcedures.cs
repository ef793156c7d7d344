using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Protocol;

/// <summary>Procedures about a domain's name and notes, its saved state, and what one sees of its guest.</summary>
internal static class DomainGuestProcedures
{
    // remote_domain_rename_args { remote_nonnull_domain dom; string new_name; unsigned int flags; } remote_domain_rename_ret { int retcode; }
    public static readonly Procedure<(DomainRef Domain, string NewName), int> Rename = new(
        RemoteProcedure.DomainRename,
        static (ref XdrWriter writer, (DomainRef Domain, string NewName) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteOptionalString(args.NewName);
            writer.WriteUInt32(0);
        },
        static (ref XdrReader reader) => reader.ReadInt32("retcode"));

    // remote_domain_set_metadata_args { remote_nonnull_domain dom; int type; string metadata; string key; string uri; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, DomainMetadata Metadata, string? Text, DomainAffect Affect), Nothing> SetMetadata = new(
        RemoteProcedure.DomainSetMetadata,
        static (ref XdrWriter writer, (DomainRef Domain, DomainMetadata Metadata, string? Text, DomainAffect Affect) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteInt32((int)args.Metadata.Type);
            writer.WriteOptionalString(args.Text);
            writer.WriteOptionalString(args.Text is null ? null : args.Metadata.Prefix);
            writer.WriteOptionalString(args.Metadata.NamespaceUri);
            writer.WriteUInt32((uint)args.Affect);
        },
        Nothing.Read);

    // remote_domain_get_metadata_args { remote_nonnull_domain dom; int type; string uri; unsigned int flags; } remote_domain_get_metadata_ret { nonnull_string metadata; }
    public static readonly Procedure<(DomainRef Domain, DomainMetadata Metadata, DomainAffect Affect), string> GetMetadata = new(
        RemoteProcedure.DomainGetMetadata,
        static (ref XdrWriter writer, (DomainRef Domain, DomainMetadata Metadata, DomainAffect Affect) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteInt32((int)args.Metadata.Type);
            writer.WriteOptionalString(args.Metadata.NamespaceUri);
            writer.WriteUInt32((uint)args.Affect);
        },
        static (ref XdrReader reader) => reader.ReadString("metadata"));

    // remote_domain_managed_save_args { remote_nonnull_domain dom; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Flags), Nothing> ManagedSave = new(
        RemoteProcedure.DomainManagedSave, DomainProcedures.WriteWithFlags, Nothing.Read) { IsLong = true };

    // remote_domain_has_managed_save_image_args { remote_nonnull_domain dom; unsigned int flags; } remote_domain_has_managed_save_image_ret { int result; }
    public static readonly Procedure<(DomainRef Domain, uint Flags), bool> HasManagedSaveImage = new(
        RemoteProcedure.DomainHasManagedSaveImage, DomainProcedures.WriteWithFlags, static (ref XdrReader reader) => reader.ReadBoolean("result"));

    // remote_domain_managed_save_remove_args { remote_nonnull_domain dom; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, uint Flags), Nothing> ManagedSaveRemove = DomainProcedures.WithFlags(RemoteProcedure.DomainManagedSaveRemove);

    // remote_domain_interface_addresses_args { remote_nonnull_domain dom; unsigned int source; unsigned int flags; }
    // remote_domain_interface_addresses_ret { remote_domain_interface ifaces<REMOTE_DOMAIN_INTERFACE_MAX>; }
    public static readonly Procedure<(DomainRef Domain, InterfaceAddressSource Source), ImmutableArray<DomainInterface>> InterfaceAddresses = new(
        RemoteProcedure.DomainInterfaceAddresses,
        static (ref XdrWriter writer, (DomainRef Domain, InterfaceAddressSource Source) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteUInt32((uint)args.Source);
            writer.WriteUInt32(0);
        },
        static (ref XdrReader reader) => reader.ReadArray("ifaces", ProtocolLimits.DomainInterfaces, DomainInterface.MinimumSize, DomainInterface.Read));

    // remote_domain_open_console_args { remote_nonnull_domain dom; string dev_name; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, string? Device, uint Flags), Nothing> OpenConsole = WithDevice(RemoteProcedure.DomainOpenConsole);

    // remote_domain_open_channel_args { remote_nonnull_domain dom; string name; unsigned int flags; }
    public static readonly Procedure<(DomainRef Domain, string? Device, uint Flags), Nothing> OpenChannel = WithDevice(RemoteProcedure.DomainOpenChannel);

    // remote_domain_screenshot_args { remote_nonnull_domain dom; unsigned int screen; unsigned int flags; } remote_domain_screenshot_ret { string mime; }
    public static readonly Procedure<(DomainRef Domain, uint Screen), string?> Screenshot = new(
        RemoteProcedure.DomainScreenshot,
        static (ref XdrWriter writer, (DomainRef Domain, uint Screen) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteUInt32(args.Screen);
            writer.WriteUInt32(0);
        },
        static (ref XdrReader reader) => reader.ReadOptionalString("mime"));

    // qemu_domain_agent_command_args { remote_nonnull_domain dom; remote_nonnull_string cmd; int timeout; unsigned int flags; } qemu_domain_agent_command_ret { remote_string result; }
    public static readonly Procedure<(DomainRef Domain, string Command, int Seconds), string?> AgentCommand = new(
        RemoteProcedure.QemuDomainAgentCommand,
        static (ref XdrWriter writer, (DomainRef Domain, string Command, int Seconds) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteString(args.Command);
            writer.WriteInt32(args.Seconds);
            writer.WriteUInt32(0);
        },
        static (ref XdrReader reader) => reader.ReadOptionalString("result"));

    private static Procedure<(DomainRef Domain, string? Device, uint Flags), Nothing> WithDevice(RemoteProcedure procedure) => new(
        procedure,
        static (ref XdrWriter writer, (DomainRef Domain, string? Device, uint Flags) args) =>
        {
            DomainRef.Write(ref writer, args.Domain);
            writer.WriteOptionalString(args.Device);
            writer.WriteUInt32(args.Flags);
        },
        Nothing.Read);
}
