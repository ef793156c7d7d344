using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Integration.Transports;

/// <summary>A real libvirtd behind TLS that wants to know its clients, and clients of all sorts.</summary>
public sealed class TlsHostTests(TlsHostTests.Host host) : IClassFixture<TlsHostTests.Host>
{
    [SkippableFact]
    public async Task Both_know_each_other()
    {
        await using var client = await ConnectAsync(await host.ClientFolderAsync());
        Assert.Equal("QEMU", await client.GetDriverTypeAsync());
        Assert.NotEmpty(await client.GetCapabilitiesAsync());
    }

    [SkippableFact]
    public async Task A_host_without_a_transport_in_the_uri_is_tls()
    {
        await using var client = await LibvirtClient.ConnectAsync(LibvirtUri.Parse($"qemu://localhost:{(await host.DaemonAsync()).TlsPort}/session?pkipath={await host.ClientFolderAsync()}"));
        Assert.False(client.IsReadOnly);
    }

    [SkippableFact]
    public async Task A_client_without_a_certificate_is_not_let_in() =>
        await FailsAsync(LibvirtConnectFailure.AuthenticationFailed, await host.ClientFolderAsync(certificate: null), "It wants a certificate, and there is none at");

    [SkippableFact]
    public async Task A_client_of_another_authority_is_not_let_in()
    {
        using var other = new TestAuthority("another CA");
        await FailsAsync(LibvirtConnectFailure.AuthenticationFailed, await host.ClientFolderAsync(certificate: other.Issue("client", forServer: false)), "it doesn't accept this client");
    }

    [SkippableFact]
    public async Task A_host_of_another_authority_is_not_trusted()
    {
        using var other = new TestAuthority("another CA");
        await FailsAsync(LibvirtConnectFailure.Untrusted, await host.ClientFolderAsync(authority: other.Pem), "is not signed by the CA in");
    }

    [SkippableFact]
    public async Task A_host_of_another_authority_is_taken_when_nobody_is_to_look()
    {
        using var other = new TestAuthority("another CA");
        await using var client = await ConnectAsync(await host.ClientFolderAsync(authority: other.Pem), query: "&no_verify=1");
        Assert.Equal("QEMU", await client.GetDriverTypeAsync());
    }

    [SkippableFact]
    public async Task A_host_of_another_name_is_not_trusted() =>
        await FailsAsync(LibvirtConnectFailure.Untrusted, await host.ClientFolderAsync(), "is made out to \"localhost\", not to \"127.0.0.1\"", name: "127.0.0.1");

    [SkippableFact]
    public async Task A_revoked_host_is_not_trusted()
    {
        var folder = await host.ClientFolderAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "cacrl.pem"), host.Authority.Revoke(host.Server.Certificate));
        await FailsAsync(LibvirtConnectFailure.Untrusted, folder, "has been revoked");
    }

    [SkippableFact]
    public async Task A_client_without_an_authority_trusts_nobody()
    {
        var folder = await host.ClientFolderAsync();
        File.Delete(Path.Combine(folder, "cacert.pem"));
        await FailsAsync(LibvirtConnectFailure.Untrusted, folder, "There is no CA certificate at");
    }

    [SkippableTheory]
    [InlineData("cacert.pem")]
    [InlineData("cacrl.pem")]
    [InlineData("clientkey.pem")]
    public async Task A_file_that_is_none_is_named(string name)
    {
        var folder = await host.ClientFolderAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, name), "-----BEGIN NOTHING-----\nsecret\n-----END NOTHING-----\n");
        var failure = await FailsAsync(LibvirtConnectFailure.Untrusted, folder, "can't be read");
        Assert.Contains(folder, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_port_on_which_nobody_listens()
    {
        var failure = await Assert.ThrowsAsync<LibvirtConnectException>(
            async () => await LibvirtClient.ConnectAsync(LibvirtUri.Parse($"qemu://127.0.0.1:1/system?pkipath={await host.ClientFolderAsync()}")));
        Assert.Equal(LibvirtConnectFailure.Refused, failure.Failure);
    }

    [SkippableFact]
    public async Task A_host_that_has_no_tls_is_no_hang()
    {
        var folder = await host.ClientFolderAsync();
        var failure = await Assert.ThrowsAsync<LibvirtConnectException>(async () => await LibvirtClient.ConnectAsync(
            LibvirtUri.Parse($"qemu+tls://localhost:{(await host.DaemonAsync()).TcpPort}/session?pkipath={folder}"), new LibvirtConnectOptions { ConnectTimeout = TimeSpan.FromSeconds(5) }));
        Assert.True(failure.Failure is LibvirtConnectFailure.TransportFailed or LibvirtConnectFailure.AuthenticationFailed or LibvirtConnectFailure.TimedOut, failure.Message);
    }

    [SkippableFact]
    public async Task An_expired_host_is_not_trusted()
    {
        using var authority = new TestAuthority();
        using var folder = new ShortFolder();
        await using var daemon = await ListeningDaemon.StartAsync(
            folder.Path, authority.Pem, authority.Issue("localhost", forServer: true, validFromDay: -9, validToDay: -2), "auth_tls = \"none\"", "tls_no_sanity_certificate = 1");
        var client = await ClientFolder.WriteAsync(authority.Pem, authority.Issue("client", forServer: false));
        var failure = await Assert.ThrowsAsync<LibvirtConnectException>(
            () => LibvirtClient.ConnectAsync(LibvirtUri.Parse($"qemu+tls://localhost:{daemon.TlsPort}/session?pkipath={client}")));
        Directory.Delete(client, recursive: true);
        Assert.Equal(LibvirtConnectFailure.Untrusted, failure.Failure);
        Assert.Contains("expired on", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Unencrypted_where_the_host_allows_it()
    {
        await using var client = await LibvirtClient.ConnectAsync(LibvirtUri.Parse($"qemu+tcp://127.0.0.1:{(await host.DaemonAsync()).TcpPort}/session"));
        Assert.Equal("QEMU", await client.GetDriverTypeAsync());
    }

    [Fact]
    public async Task A_name_that_leads_nowhere()
    {
        var failure = await Assert.ThrowsAsync<LibvirtConnectException>(() => LibvirtClient.ConnectAsync(LibvirtUri.Parse("qemu+tcp://no-such-host.invalid/system")));
        Assert.Equal(LibvirtConnectFailure.HostNotFound, failure.Failure);
    }

    private async Task<LibvirtClient> ConnectAsync(string folder, string name = "localhost", string query = "") =>
        await LibvirtClient.ConnectAsync(LibvirtUri.Parse($"qemu+tls://{name}:{(await host.DaemonAsync()).TlsPort}/session?pkipath={folder}{query}"));

    private async Task<string> FailsAsync(LibvirtConnectFailure expected, string folder, string because, string name = "localhost")
    {
        var failure = await Assert.ThrowsAsync<LibvirtConnectException>(() => ConnectAsync(folder, name));
        Assert.Contains(because, failure.Message, StringComparison.Ordinal);
        Assert.Equal(expected, failure.Failure);
        return failure.Message;
    }

    /// <summary>One daemon for all of these tests.</summary>
    public sealed class Host : IAsyncLifetime, IDisposable
    {
        private readonly ShortFolder _folder = new();
        private readonly List<string> _clients = [];
        private readonly Lazy<Task<ListeningDaemon>> _daemon;

        public Host() => _daemon = new(() => ListeningDaemon.StartAsync(_folder.Path, Authority.Pem, Server, "auth_tls = \"none\"", "auth_tcp = \"none\""));

        internal TestAuthority Authority { get; } = new();

        internal (string Certificate, string Key) Server { get; private set; }

        public Task InitializeAsync()
        {
            Server = Authority.Issue("localhost", forServer: true);
            return Task.CompletedTask;
        }

        public async Task DisposeAsync()
        {
            if (_daemon.IsValueCreated && _daemon.Value.IsCompletedSuccessfully)
            {
                await (await _daemon.Value).DisposeAsync();
            }

            _clients.ForEach(static folder => Directory.Delete(folder, recursive: true));
        }

        public void Dispose()
        {
            _folder.Dispose();
            Authority.Dispose();
        }

        internal Task<ListeningDaemon> DaemonAsync() => _daemon.Value;

        internal Task<string> ClientFolderAsync() => ClientFolderAsync(Authority.Issue("client", forServer: false));

        internal Task<string> ClientFolderAsync(string authority) => WriteAsync(authority, Authority.Issue("client", forServer: false));

        internal Task<string> ClientFolderAsync((string Certificate, string Key)? certificate) => WriteAsync(Authority.Pem, certificate);

        private async Task<string> WriteAsync(string authority, (string Certificate, string Key)? certificate)
        {
            var folder = await ClientFolder.WriteAsync(authority, certificate);
            _clients.Add(folder);
            return folder;
        }
    }
}
