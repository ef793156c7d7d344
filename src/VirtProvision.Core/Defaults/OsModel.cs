using VirtProvision.Core.Osinfo;

namespace VirtProvision.Core.Defaults;

/// <summary>An operating system on an architecture, as rules see it: <c>os.virtioNet</c>, <c>os.q35</c>, <c>os.windows</c> …</summary>
internal sealed record OsModel(OsFacts Os, string Arch)
{
    public static readonly FactTable<OsModel> Table = new(
        "os",
        Fact<OsModel>.Text("name", static model => model.Os.ShortId),
        Fact<OsModel>.Text("family", static model => model.Os.Family),
        Fact<OsModel>.Text("distro", static model => model.Os.Distro),
        Fact<OsModel>.Flag("generic", static model => model.Os.IsGeneric),
        Fact<OsModel>.Flag("windows", static model => model.Os.IsWindows),
        Fact<OsModel>.Flag("solaris", static model => model.Os.Family is "solaris"),

        // Drivers. Virtio has two numbers for most devices: with and without its old PCI layout.
        Fact<OsModel>.Flag("virtioNet", static model => model.HasVirtio("1000", "1041")),
        Fact<OsModel>.Flag("virtioDisk", static model => model.HasVirtio("1001", "1042")),
        Fact<OsModel>.Flag("virtioBalloon", static model => model.HasVirtio("1002", "1045")),
        Fact<OsModel>.Flag("virtioSerial", static model => model.HasVirtio("1003", "1043") || model.Os.DerivesFrom("rhel6.0")),
        Fact<OsModel>.Flag("virtioScsi", static model => model.HasVirtio("1004", "1048")),
        Fact<OsModel>.Flag("virtioRng", static model => model.HasVirtio("1005", "1044")),
        Fact<OsModel>.Flag("virtioGpu", static model => model.HasVirtio("1050")),
        Fact<OsModel>.Flag("virtioInput", static model => model.HasVirtio("1052")),
        Fact<OsModel>.Flag("usb3", static model => model.Os.HasDevice("1b36", "0004")),

        // One that has only the old virtio-net would find no network card behind a PCI Express port.
        Fact<OsModel>.Flag("q35", static model => model.Os.HasDevice("http://qemu.org/chipset/x86/q35") && !(model.HasVirtio("1000") && !model.HasVirtio("1041"))),
        Fact<OsModel>.Text("networkCard", static model => model.NetworkCard),
        Fact<OsModel>.Flag("needsEfi", static model => model.Os.RequiresEfi(model.Arch)),

        // What it should have; else twice what it needs at least.
        Fact<OsModel>.Text("memory", static model => (model.Os.Recommended(model.Arch).Ram ?? model.Os.Minimum(model.Arch).Ram * 2) is { } bytes ? BinarySize.Text(bytes) : null),
        Fact<OsModel>.Number("cpus", static model => model.Os.Recommended(model.Arch).Cpus ?? model.Os.Minimum(model.Arch).Cpus * 2),
        Fact<OsModel>.Text("storage", static model => (model.Os.Recommended(model.Arch).Storage ?? model.Os.Minimum(model.Arch).Storage * 2) is { } bytes ? BinarySize.Text(bytes) : null));

    // Cards that QEMU emulates, from the fastest to the oldest, by the PCI ids of what they imitate.
    private static readonly (string Model, string Vendor, string Product)[] s_cards =
        [("e1000", "8086", "100e"), ("rtl8139", "10ec", "8139"), ("ne2k_pci", "10ec", "8029"), ("pcnet", "1022", "2000")];

    private string? NetworkCard => s_cards.FirstOrDefault(card => Os.HasDevice(card.Vendor, card.Product)).Model;

    private bool HasVirtio(params ReadOnlySpan<string> products)
    {
        foreach (var product in products)
        {
            if (Os.HasDevice("1af4", product))
            {
                return true;
            }
        }

        return false;
    }
}
