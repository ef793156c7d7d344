using System.Diagnostics;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Credentials;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Integration.Transports;

/// <summary>A real libvirtd that asks for a name and a password.</summary>
public sealed class SaslHostTests : IAsyncLifetime, IDisposable
{
    private const string Password = "pencil=with,marks";
    private readonly TestAuthority _authority = new();
    private readonly ShortFolder _folder = new();
    private string _client = "";
    private ListeningDaemon? _daemon;

    [SkippableTheory]
    [InlineData("scram-sha-256 scram-sha-1 plain")]
    [InlineData("scram-sha-1")]
    [InlineData("plain")]
    public async Task The_right_password_from_auth_conf(string mechanisms)
    {
        await using var client = await LibvirtClient.ConnectAsync(await UriAsync(mechanisms, Password));
        Assert.Equal("QEMU", await client.GetDriverTypeAsync());
    }

    [SkippableFact]
    public async Task The_right_password_typed()
    {
        var prompt = new Typist("tester", Password);
        await using var client = await LibvirtClient.ConnectAsync(await UriAsync("scram-sha-256", saved: null), new LibvirtConnectOptions { Prompt = prompt });
        Assert.Equal("QEMU", await client.GetDriverTypeAsync());
        Assert.Equal([new CredentialQuestion("User name at localhost", false), new CredentialQuestion("Password of tester at localhost", true)], prompt.Asked);
    }

    [SkippableTheory]
    [InlineData("scram-sha-256")]
    [InlineData("plain")]
    public async Task The_wrong_password_is_refused_and_not_repeated(string mechanisms)
    {
        var uri = await UriAsync(mechanisms, "wrong-secret");
        var failure = await Assert.ThrowsAsync<LibvirtConnectException>(() => LibvirtClient.ConnectAsync(uri));
        Assert.Equal(LibvirtConnectFailure.AuthenticationFailed, failure.Failure);
        Assert.Contains("\"tester\"", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", failure.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Nobody_there_to_type_it()
    {
        var uri = await UriAsync("scram-sha-256", saved: null);
        var failure = await Assert.ThrowsAsync<LibvirtConnectException>(() => LibvirtClient.ConnectAsync(uri));
        Assert.Contains("[auth-libvirt-localhost]", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_host_that_speaks_none_of_ours()
    {
        var uri = await UriAsync("digest-md5", Password);
        var failure = await Assert.ThrowsAsync<LibvirtConnectException>(() => LibvirtClient.ConnectAsync(uri));
        Assert.Contains("DIGEST-MD5", failure.Message, StringComparison.Ordinal);
    }

    public async Task InitializeAsync() => _client = await ClientFolder.WriteAsync(_authority.Pem, null);

    public async Task DisposeAsync()
    {
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }

        Directory.Delete(_client, recursive: true);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    private async Task<LibvirtUri> UriAsync(string mechanisms, string? saved)
    {
        Skip.IfNot(File.Exists("/usr/sbin/saslpasswd2"), "saslpasswd2 (sasl2-bin) is not installed.");
        Directory.CreateDirectory($"{_folder.Path}/sasl");
        await File.WriteAllTextAsync($"{_folder.Path}/sasl/libvirt.conf", $"mech_list: {mechanisms}\nsasldb_path: {_folder.Path}/sasl/db\n");
        using (var accounts = Process.Start(new ProcessStartInfo("/usr/sbin/saslpasswd2", ["-p", "-a", "libvirt", "-f", $"{_folder.Path}/sasl/db", "tester"]) { RedirectStandardInput = true })!)
        {
            await accounts.StandardInput.WriteAsync(Password);
            accounts.StandardInput.Close();
            await accounts.WaitForExitAsync();
            Assert.Equal(0, accounts.ExitCode);
        }

        _daemon = await ListeningDaemon.StartAsync(_folder.Path, _authority.Pem, _authority.Issue("localhost", forServer: true), "auth_tls = \"sasl\"", "tls_no_verify_certificate = 1");
        var file = Path.Combine(_client, "auth.conf");
        await File.WriteAllTextAsync(file, saved is null ? "" : $"[credentials-t]\nusername=tester\npassword={saved}\n[auth-libvirt-localhost]\ncredentials=t\n");
        return LibvirtUri.Parse($"qemu+tls://localhost:{_daemon.TlsPort}/session?pkipath={_client}&authfile={file}");
    }

    private sealed class Typist(params string[] answers) : ICredentialPrompt
    {
        public List<CredentialQuestion> Asked { get; } = [];

        public Task<string?> AskAsync(CredentialQuestion question, CancellationToken cancellationToken)
        {
            Asked.Add(question);
            return Task.FromResult<string?>(answers[Asked.Count - 1]);
        }
    }
}
