namespace VirtProvision.Core.Options;

/// <summary>The options that say more than names and words can.</summary>
internal static class ShorthandCatalog
{
    private static readonly OptionShorthand s_none = new PlainShorthand();

    private static readonly Dictionary<string, OptionShorthand> s_all = new(StringComparer.Ordinal)
    {
        ["--boot"] = new BootShorthand(),
        ["--channel"] = new CharacterShorthand(""),
        ["--clock"] = new ClockShorthand(),
        ["--console"] = new CharacterShorthand(""),
        ["--controller"] = new ControllerShorthand(),
        ["--cpu"] = new CpuShorthand(),
        ["--disk"] = new DiskShorthand(),
        ["--filesystem"] = new FilesystemShorthand(),
        ["--memory"] = new MemoryShorthand(),
        ["--metadata"] = new MetadataShorthand(),
        ["--network"] = new NetworkShorthand(),
        ["--osinfo"] = new OsinfoShorthand(),
        ["--panic"] = new PanicShorthand(),
        ["--parallel"] = new CharacterShorthand(""),
        ["--qemu-commandline"] = new QemuCommandlineShorthand(),
        ["--redirdev"] = new CharacterShorthand(""),
        ["--rng"] = new RngShorthand(),
        ["--serial"] = new CharacterShorthand(""),
        ["--smartcard"] = new CharacterShorthand(""),
        ["--sysinfo"] = new SysinfoShorthand(),
        ["--tpm"] = new TpmShorthand(),
        ["--vcpus"] = new VcpusShorthand(),
        ["--xml"] = new XmlShorthand(),
    };

    public static OptionShorthand Of(string option) => s_all.GetValueOrDefault(option) ?? s_none;

    private sealed class PlainShorthand : OptionShorthand;
}
