namespace VirtProvision.Core.Defaults;

/// <summary>What the host's capabilities say of the guest that a spec makes, as rules see it: <c>guest.machines</c>, <c>guest.acpi</c> …</summary>
internal static class GuestModel
{
    public static readonly FactTable<GuestChoice> Table = new(
        "guest",
        Fact<GuestChoice>.Flag("known", static _ => true),
        Fact<GuestChoice>.Text("type", static choice => choice.Domain.Type),
        Fact<GuestChoice>.Text("arch", static choice => choice.Guest.Arch),
        Fact<GuestChoice>.Text("osType", static choice => choice.Guest.OsType),
        Fact<GuestChoice>.Texts("machines", static choice => choice.MachineNames),
        Fact<GuestChoice>.Text("firstMachine", static choice => choice.MachineNames.FirstOrDefault()),
        Fact<GuestChoice>.Flag("acpi", static choice => choice.Guest.IsAcpiDefault),
        Fact<GuestChoice>.Flag("apic", static choice => choice.Guest.IsApicDefault),
        Fact<GuestChoice>.Flag("pae", static choice => choice.Guest.HasPae),
        Fact<GuestChoice>.Text("emulator", static choice => choice.Domain.Emulator ?? choice.Guest.Emulator),
        Fact<GuestChoice>.Text("loader", static choice => choice.Domain.Loader ?? choice.Guest.Loader));
}
