using System.Text.RegularExpressions;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

/// <summary>The table of what only looks, held to the procedures' names.</summary>
public sealed partial class RemoteProcedureAccessTests
{
    // A secret's value is not something to look at in passing, and these two may write files on the host.
    private static readonly RemoteProcedure[] s_writesAllTheSame = [RemoteProcedure.SecretGetValue, RemoteProcedure.DomainScreenshot, RemoteProcedure.DomainSendKey];

    public static TheoryData<RemoteProcedure> All => [.. Enum.GetValues<RemoteProcedure>().Where(procedure => !Events().IsMatch(procedure.ToString()))];

    [Theory]
    [MemberData(nameof(All))]
    public void Only_what_asks_is_no_write(RemoteProcedure procedure) =>
        Assert.Equal(!Questions().IsMatch(procedure.ToString()) || s_writesAllTheSame.Contains(procedure), procedure.IsWrite());

    [GeneratedRegex("Get|ListAll|Lookup|Is(Active|Persistent|Updated)$|HasManagedSave|^Auth|ConnectOpen|ConnectClose|Supports|[Rr]egister|InterfaceAddresses|VolDownload|Baseline")]
    private static partial Regex Questions();

    [GeneratedRegex("Event(?!.*egister)|ConnectionClosed")]
    private static partial Regex Events();
}
