using System.Diagnostics;
using System.Security.Cryptography;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Integration.Transports;

/// <summary>What holds of every transport, each with a real daemon behind it.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class TransportTheoryTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    public static TheoryData<string> Transports => [.. TransportRow.All.Keys];

    [SkippableTheory, MemberData(nameof(Transports))]
    public async Task Many_calls_at_once_each_get_their_own_answer(string transport)
    {
        await using var row = await TransportRow.All[transport]();
        await using var client = await ConnectAsync(row.Uri);
        var names = Enumerable.Range(0, 500).Select(static i => $"vpit-nobody-{i}").ToArray();
        var refusals = await Task.WhenAll(names.Select(name => Assert.ThrowsAsync<LibvirtServerException>(() => client.LookupDomainAsync(name)))).WaitAsync(s_limit);
        Assert.All(names.Zip(refusals), static pair => Assert.EndsWith($"'{pair.First}'", pair.Second.Message, StringComparison.Ordinal));
    }

    [SkippableTheory, MemberData(nameof(Transports))]
    public async Task Streams_carry_bytes_both_ways(string transport)
    {
        await using var row = await TransportRow.All[transport]();
        await using var client = await ConnectAsync(row.Uri);
        var name = LibvirtDaemon.NewName("stream");
        var pool = await client.DefineStoragePoolAsync($"<pool type='dir'><name>{name}</name><target><path>{row.Pool ?? row.Folder}</path></target></pool>");
        try
        {
            await client.StartStoragePoolAsync(pool);
            var content = RandomNumberGenerator.GetBytes(3_000_017);
            var volume = await client.CreateStorageVolumeAsync(
                pool, $"<volume><name>v</name><capacity>{content.Length}</capacity><allocation>0</allocation><target><format type='raw'/></target></volume>");
            await using (var upload = await client.UploadStorageVolumeAsync(volume))
            {
                await new MemoryStream(content).CopyToAsync(upload).WaitAsync(s_limit);
                await upload.CompleteAsync().WaitAsync(s_limit);
            }

            await using (var download = await client.DownloadStorageVolumeAsync(volume))
            {
                var back = new MemoryStream();
                await download.CopyToAsync(back).WaitAsync(s_limit);
                Assert.Equal(content, back.ToArray());
            }

            await client.DeleteStorageVolumeAsync(volume);
        }
        finally
        {
            await client.DestroyStoragePoolAsync(pool);
            await client.UndefineStoragePoolAsync(pool);
        }
    }

    [SkippableTheory, MemberData(nameof(Transports))]
    public async Task Events_come_in_order(string transport)
    {
        await using var row = await TransportRow.All[transport]();
        await using var client = await ConnectAsync(row.Uri);
        await using var events = await client.WatchDomainsAsync();
        var name = LibvirtDaemon.NewName("events");
        var domain = await client.DefineDomainAsync($"<domain type='qemu'><name>{name}</name><memory>65536</memory><os><type arch='x86_64'>hvm</type></os></domain>");
        await client.UndefineDomainAsync(domain);

        var seen = new List<DomainLifecycleKind>();
        using var limit = new CancellationTokenSource(s_limit);
        await foreach (var @event in events.WithCancellation(limit.Token))
        {
            if (@event.Domain.Name == name)
            {
                seen.Add(@event.Kind);
                if (@event.Kind is DomainLifecycleKind.Undefined)
                {
                    break;
                }
            }
        }

        Assert.Equal([DomainLifecycleKind.Defined, DomainLifecycleKind.Undefined], seen);
    }

    [SkippableTheory, MemberData(nameof(Transports))]
    public async Task A_call_that_is_cancelled_takes_nothing_with_it(string transport)
    {
        await using var row = await TransportRow.All[transport]();
        await using var client = await ConnectAsync(row.Uri);
        using var cancellation = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 200).Select(_ => client.GetCapabilitiesAsync(cancellation.Token)).ToArray();
        await cancellation.CancelAsync();
        var outcomes = await Task.WhenAll(calls.Select(static async call => await call.ContinueWith(static done => done.Status, TaskScheduler.Default))).WaitAsync(s_limit);
        Assert.All(outcomes, static outcome => Assert.True(outcome is TaskStatus.Canceled or TaskStatus.RanToCompletion, $"A call ended as {outcome}."));
        Assert.NotEmpty(await client.GetHostnameAsync().WaitAsync(s_limit));
    }

    [SkippableTheory, MemberData(nameof(Transports))]
    public async Task Closing_ends_what_waits(string transport)
    {
        await using var row = await TransportRow.All[transport]();
        var client = await ConnectAsync(row.Uri);
        await using var events = await client.WatchDomainsAsync();
        await client.DisposeAsync().AsTask().WaitAsync(s_limit);
        await Assert.ThrowsAsync<LibvirtConnectionLostException>(() => client.GetHostnameAsync());
    }

    // Where the answers are cut: in ssh's or TLS's greeting, in the login, in the middle of a message, between two.
    [SkippableTheory, MemberData(nameof(Transports))]
    public async Task Cut_at_any_byte_it_fails_soon_and_says_so(string transport)
    {
        await using var row = await TransportRow.All[transport]();
        Skip.IfNot(row.CanBeProxied, "There is no network to cut.");
        long whole;
        await using (var measured = new ShapedProxy(row.Target))
        {
            await TalkAsync(row.UriAt(measured.Port));
            whole = measured.BytesToClient;
        }

        var cuts = new[] { 0L, 1, 2, 27, 28, 29 }.Concat(Enumerable.Range(1, 9).Select(tenth => whole * tenth / 10));
        foreach (var cut in cuts.Where(cut => cut < whole))
        {
            await using var proxy = new ShapedProxy(row.Target) { CutAfter = cut };
            var clock = Stopwatch.StartNew();
            var failure = await Record.ExceptionAsync(() => TalkAsync(row.UriAt(proxy.Port)));
            Assert.True(failure is null or LibvirtConnectException or LibvirtConnectionLostException or LibvirtProtocolException, $"Cut after {cut} of {whole} bytes: {failure}");
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"Cut after {cut} bytes, it took {clock.Elapsed}.");

            // The farewell is nobody's loss; everything before it is.
            Assert.True(failure is not null || cut > whole / 2, $"Cut after {cut} of {whole} bytes, nothing was noticed.");
        }
    }

    private static async Task TalkAsync(string uri)
    {
        await using var client = await LibvirtClient.ConnectAsync(LibvirtUri.Parse(uri), new LibvirtConnectOptions { ConnectTimeout = TimeSpan.FromSeconds(15) });
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetCapabilitiesAsync())).WaitAsync(s_limit);
    }

    private static Task<LibvirtClient> ConnectAsync(string uri) => LibvirtClient.ConnectAsync(LibvirtUri.Parse(uri)).WaitAsync(s_limit);
}
