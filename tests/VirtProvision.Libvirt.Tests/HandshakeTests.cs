using System.Net.Sockets;
using VirtProvision.Libvirt.Credentials;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt.Tests;

/// <summary>Why no connection comes about, told apart.</summary>
public sealed class HandshakeTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public Task A_server_that_wants_a_login_nobody_speaks() => FailsAsync(
        LibvirtConnectFailure.AuthenticationFailed,
        async connection =>
        {
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthList), WireBytes.Empty.Int(1).Int(1));
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthSaslInit), WireBytes.Empty.Text("GSSAPI"));
        });

    [Fact]
    public Task A_server_that_lets_in_whoever_knows_a_name() => FailsAsync(
        LibvirtConnectFailure.AuthenticationFailed,
        async connection =>
        {
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthList), WireBytes.Empty.Int(1).Int(1));
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthSaslInit), WireBytes.Empty.Text("SCRAM-SHA-256"));
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthSaslStart), WireBytes.Empty.Int(1).Int(1).Int(0));
        },
        new LibvirtConnectOptions { Prompt = new Anybody() });

    [Fact]
    public async Task A_login_in_bytes()
    {
        var server = new FakeServer(async connection =>
        {
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthList), WireBytes.Empty.Int(1).Int(1));
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthSaslInit), WireBytes.Empty.Text("PLAIN"));
            var start = await connection.ReceiveAsync(RemoteProcedure.AuthSaslStart);
            Assert.Equal(WireBytes.Empty.Text("PLAIN").Int(0).Int(4).Int(0).Int('x').Int(0).Int('x').ToArray(), start.Payload); // A char takes four bytes.
            await connection.ReplyAsync(start, WireBytes.Empty.Int(0).Int(0).Int(0));
            var step = await connection.ReceiveAsync(RemoteProcedure.AuthSaslStep);
            Assert.Equal(WireBytes.Empty.Int(0).Int(0).ToArray(), step.Payload);
            await connection.ReplyAsync(step, WireBytes.Empty.Int(1).Int(1).Int(0));
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.ConnectOpen), WireBytes.Empty);
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync(new LibvirtConnectOptions { Prompt = new Anybody() }).WaitAsync(s_limit);
        Assert.False(client.IsReadOnly);
    }

    [Fact]
    public Task A_server_whose_polkit_says_no() => FailsAsync(
        LibvirtConnectFailure.AuthenticationFailed,
        async connection =>
        {
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthList), WireBytes.Empty.Int(1).Int(2));
            await connection.RefuseAsync(await connection.ReceiveAsync(RemoteProcedure.AuthPolkit), WireBytes.Empty.Error(45, 7, "authentication failed: access denied by policy"));
        });

    [Fact]
    public Task A_server_that_cannot_ask_polkit() => FailsAsync(
        LibvirtConnectFailure.AuthenticationFailed,
        async connection =>
        {
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthList), WireBytes.Empty.Int(1).Int(2));
            await connection.RefuseAsync(await connection.ReceiveAsync(RemoteProcedure.AuthPolkit), WireBytes.Empty.Error(1, 7, "internal error: Unable to get system bus connection"));
        });

    [Fact]
    public Task A_server_that_hangs_up() => FailsAsync(LibvirtConnectFailure.TransportFailed, _ => Task.CompletedTask);

    [Fact]
    public Task A_server_that_never_answers() => FailsAsync(
        LibvirtConnectFailure.TimedOut,
        connection => connection.DrainAsync(),
        new LibvirtConnectOptions { ConnectTimeout = TimeSpan.FromMilliseconds(200) });

    [Fact]
    public async Task A_polkit_that_says_yes_lets_the_client_in()
    {
        var server = new FakeServer(async connection =>
        {
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthList), WireBytes.Empty.Int(1).Int(2));
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.AuthPolkit), WireBytes.Empty.Int(1));
            await connection.ReplyAsync(await connection.ReceiveAsync(RemoteProcedure.ConnectOpen), WireBytes.Empty);
            await connection.DrainAsync();
        });
        await using var client = await server.ConnectAsync().WaitAsync(s_limit);
        Assert.False(client.IsReadOnly);
    }

    [Fact]
    public async Task A_driver_that_the_server_does_not_know_is_its_refusal()
    {
        var server = new FakeServer(async connection =>
        {
            await connection.ReplyAsync(await connection.ReceiveAsync(), WireBytes.Empty.Int(1).Int(0));
            await connection.RefuseAsync(await connection.ReceiveAsync(), WireBytes.Empty.Error(5, 0, "no connection driver available"));
        });
        var refusal = await Assert.ThrowsAsync<LibvirtServerException>(() => server.ConnectAsync().WaitAsync(s_limit));
        Assert.Equal(LibvirtErrorCode.NoConnect, refusal.Code);
    }

    [Fact]
    public async Task Cancelling_is_cancelling()
    {
        var server = new FakeServer(connection => connection.DrainAsync());
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LibvirtClient.ConnectAsync(
            FakeServer.Uri, new LibvirtConnectOptions { Transport = server }, cancellation.Token).WaitAsync(s_limit));
    }

    [Theory]
    [InlineData("qemu:///system?socket=/nowhere/libvirt-sock", LibvirtConnectFailure.NoSocket)]
    [InlineData("qemu+unix://host/system", LibvirtConnectFailure.InvalidUri)]
    [InlineData("qemu+ext://host/system", LibvirtConnectFailure.InvalidUri)]
    public async Task A_uri_that_leads_nowhere(string uri, LibvirtConnectFailure failure)
    {
        var exception = await Assert.ThrowsAsync<LibvirtConnectException>(() => LibvirtClient.ConnectAsync(LibvirtUri.Parse(uri)));
        Assert.Equal(failure, exception.Failure);
        Assert.NotEmpty(exception.Message);
    }

    [Fact]
    public async Task A_socket_path_too_long_for_a_socket()
    {
        var exception = await Assert.ThrowsAsync<LibvirtConnectException>(
            () => LibvirtClient.ConnectAsync(LibvirtUri.Parse("qemu:///system?socket=/" + new string('x', 200))));
        Assert.Equal(LibvirtConnectFailure.InvalidUri, exception.Failure);
    }

    [Fact]
    public async Task A_socket_on_which_nobody_listens()
    {
        var path = Path.Combine(Path.GetTempPath(), $"vplv-{Guid.NewGuid():n}");
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            var exception = await Assert.ThrowsAsync<LibvirtConnectException>(() => LibvirtClient.ConnectAsync(LibvirtUri.Parse($"qemu:///system?socket={path}")));
            Assert.Equal(LibvirtConnectFailure.Refused, exception.Failure);
        }

        File.Delete(path);
    }

    [SkippableFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_socket_that_this_user_may_not_use()
    {
        Skip.If(Environment.UserName == "root", "Permissions don't hold root back.");
        var path = Path.Combine(Path.GetTempPath(), $"vplv-{Guid.NewGuid():n}");
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            socket.Listen();
            File.SetUnixFileMode(path, UnixFileMode.None);
            var exception = await Assert.ThrowsAsync<LibvirtConnectException>(() => LibvirtClient.ConnectAsync(LibvirtUri.Parse($"qemu:///system?socket={path}")));
            Assert.Equal(LibvirtConnectFailure.PermissionDenied, exception.Failure);
        }

        File.Delete(path);
    }

    private static async Task FailsAsync(LibvirtConnectFailure failure, Func<FakeConnection, Task> script, LibvirtConnectOptions? options = null)
    {
        var exception = await Assert.ThrowsAsync<LibvirtConnectException>(() => new FakeServer(script).ConnectAsync(options).WaitAsync(s_limit));
        Assert.Equal(failure, exception.Failure);
        Assert.Contains("qemu:///system", exception.Message, StringComparison.Ordinal);
    }

    private sealed class Anybody : ICredentialPrompt
    {
        public Task<string?> AskAsync(CredentialQuestion question, CancellationToken cancellationToken) => Task.FromResult<string?>("x");
    }
}
