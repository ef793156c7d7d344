using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

internal static class DomainDeviceRows
{
    private const string Uuid = "00112233-4455-6677-8899-aabbccddeeff";
    private static readonly DomainRef s_web = new("web", Guid.Parse(Uuid), 7);
    private static readonly DomainMetadata s_ours = DomainMetadata.Element("urn:x", "x");

    private static WireBytes Wire => WireBytes.Empty;

    private static WireBytes Web => Wire.Domain("web", Uuid, 7); // remote_nonnull_domain { name, uuid, id }

    public static IEnumerable<ProcedureRow> All =>
    [
        ProcedureRow.Of(
            RemoteProcedure.DomainAttachDeviceFlags, c => c.AttachDeviceAsync(s_web, "<disk/>", DomainDeviceFlags.Live | DomainDeviceFlags.Config), Web.Text("<disk/>").Int(3)),
        ProcedureRow.Of(RemoteProcedure.DomainDetachDeviceFlags, c => c.DetachDeviceAsync(s_web, "<disk/>", DomainDeviceFlags.Live), Web.Text("<disk/>").Int(1)),
        ProcedureRow.Of(RemoteProcedure.DomainDetachDeviceAlias, c => c.DetachDeviceByAliasAsync(s_web, "ua-a", DomainDeviceFlags.Config), Web.Text("ua-a").Int(2)),
        ProcedureRow.Of(
            RemoteProcedure.DomainUpdateDeviceFlags, c => c.UpdateDeviceAsync(s_web, "<disk/>", DomainDeviceFlags.Live | DomainDeviceFlags.Force), Web.Text("<disk/>").Int(5)),
        ProcedureRow.Of(RemoteProcedure.DomainSetVcpusFlags, c => c.SetVcpusAsync(s_web, 4, DomainVcpuFlags.Config | DomainVcpuFlags.Maximum), Web.Int(4).Int(6)),
        ProcedureRow.Of(RemoteProcedure.DomainGetVcpusFlags, c => c.GetVcpusAsync(s_web, DomainVcpuFlags.Live), Web.Int(1), Wire.Int(4), 4),
        ProcedureRow.Of(RemoteProcedure.DomainSetMemoryFlags, c => c.SetMemoryAsync(s_web, 1_048_576, DomainMemoryFlags.Live), Web.Hyper(1_048_576).Int(1)),
        ProcedureRow.Of(RemoteProcedure.DomainAddIothread, c => c.AddIoThreadAsync(s_web, 2, DomainAffect.Live), Web.Int(2).Int(1)),
        ProcedureRow.Of(RemoteProcedure.DomainDelIothread, c => c.DeleteIoThreadAsync(s_web, 2, DomainAffect.Config), Web.Int(2).Int(2)),
        ProcedureRow.Of(RemoteProcedure.DomainBlockResize, c => c.ResizeBlockAsync(s_web, "vda", 1 << 30), Web.Text("vda").Hyper(1 << 30).Int(1)),
        ProcedureRow.Of(
            RemoteProcedure.DomainGetBlockInfo,
            c => c.GetBlockUsageAsync(s_web, "vda"),
            Web.Text("vda").Int(0),
            Wire.Hyper(1).Hyper(2).Hyper(3), // allocation, capacity, physical
            new DomainBlockUsage(1, 2, 3)),
        ProcedureRow.Of(
            RemoteProcedure.DomainSetBlockIoTune,
            c => c.SetBlockIoTuneAsync(s_web, "vda", [new("total_bytes_sec", 9UL), new("group_name", "g")], DomainAffect.Live),
            Web.Text("vda").Int(2).Text("total_bytes_sec").Int(4).Hyper(9).Text("group_name").Int(7).Text("g").Int(1)), // params<> { field, type, value }, flags
        ProcedureRow.Of(
            RemoteProcedure.DomainGetBlockIoTune,
            c => c.GetBlockIoTuneAsync(s_web, "vda", DomainAffect.Config),
            Web.Optional("vda").Int(32).Int(2), // disk, nparams, flags
            Wire.Int(6).Text("i").Int(1).Int(-1).Text("u").Int(2).Int(1).Text("l").Int(3).Hyper(-2).Text("d").Int(5).Hyper(BitConverter.DoubleToInt64Bits(0.5))
                .Text("b").Int(6).Int(1).Text("s").Int(7).Text("g").Int(6), // one of each type, nparams
            [new("i", -1), new("u", 1u), new("l", -2L), new("d", 0.5), new("b", true), new("s", "g")]),
        ProcedureRow.Of(
            RemoteProcedure.DomainSetLifecycleAction,
            c => c.SetLifecycleActionAsync(s_web, DomainLifecycle.Crash, DomainLifecycleAction.Preserve, DomainAffect.Config),
            Web.Int(2).Int(3).Int(2)), // type, action, flags
        ProcedureRow.Of(RemoteProcedure.DomainRename, c => c.RenameDomainAsync(s_web, "new"), Web.Optional("new").Int(0), Wire.Int(0)),
        ProcedureRow.Of(
            RemoteProcedure.DomainSetMetadata,
            c => c.SetDomainMetadataAsync(s_web, s_ours, "<a/>", DomainAffect.Live | DomainAffect.Config),
            Web.Int(2).Optional("<a/>").Optional("x").Optional("urn:x").Int(3)), // type, metadata, key, uri, flags
        ProcedureRow.Of(
            RemoteProcedure.DomainSetMetadata,
            c => c.SetDomainMetadataAsync(s_web, s_ours, null, DomainAffect.Config),
            Web.Int(2).Optional(null).Optional(null).Optional("urn:x").Int(2)),
        ProcedureRow.Of<string?>(
            RemoteProcedure.DomainGetMetadata, c => c.FindDomainMetadataAsync(s_web, DomainMetadata.Title), Web.Int(1).Optional(null).Int(0), Wire.Text("t"), "t"),
        ProcedureRow.Of(
            RemoteProcedure.DomainInterfaceAddresses,
            c => Flatten(c.GetInterfaceAddressesAsync(s_web, InterfaceAddressSource.Agent)),
            Web.Int(1).Int(0), // source, flags
            Wire.Int(1).Text("eth0").Optional("52:54:00:00:00:01").Int(1).Int(1).Text("fe80::1").Int(64), // ifaces<> { name, hwaddr, addrs<> { type, addr, prefix } }
            "eth0 52:54:00:00:00:01 Ipv6 fe80::1/64"),
    ];

    private static async Task<string> Flatten(Task<ImmutableArray<DomainInterface>> interfaces) =>
        string.Join(';', (await interfaces).Select(one => $"{one.Name} {one.Mac} {string.Join(',', one.Addresses.Select(a => $"{a.Type} {a.Address}/{a.Prefix}"))}"));
}
