using System.Collections;

namespace VirtProvision.Libvirt.Tests;

/// <summary>Each procedure's bytes, both ways. The rows stand beside this file, one a procedure, by families.</summary>
public sealed class ProcedureBytesTests
{
    public static TheoryData<ProcedureRow> Rows =>
        [.. ConnectionRows.All, .. DomainRows.All, .. DomainDeviceRows.All, .. DomainBlockJobRows.All, .. DomainTuningRows.All, .. NetworkRows.All, .. StorageRows.All, .. OtherRows.All];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Speaks(ProcedureRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        FakeCall? received = null;
        var server = FakeServer.AfterOpen(async connection =>
        {
            received = await connection.ReceiveAsync();
            await connection.ReplyAsync(received, WireBytes.Empty.Bytes(row.Reply));
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync();
        var result = await row.CallAsync(client).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(row.Procedure, received!.Procedure);
        Assert.Equal(Convert.ToHexString(row.Args), Convert.ToHexString(received.Payload));
        if (result is IEnumerable items and not string)
        {
            Assert.Equal(((IEnumerable)row.Result!).Cast<object>(), items.Cast<object>());
        }
        else
        {
            Assert.Equal(row.Result, result);
        }
    }
}
