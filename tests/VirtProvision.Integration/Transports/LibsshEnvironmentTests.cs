using System.Diagnostics;

namespace VirtProvision.Integration.Transports;

/// <summary>What our own ssh takes from the environment, which all tests of a process share: nothing else runs beside these.</summary>
[Collection(nameof(LibsshEnvironmentTests))]
[CollectionDefinition(nameof(LibsshEnvironmentTests), DisableParallelization = true)]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class LibsshEnvironmentTests
{
    [SkippableTheory]
    [InlineData("ed25519")]
    [InlineData("ecdsa")]
    [InlineData("rsa")]
    public async Task Keys_in_the_agent(string type)
    {
        await using var server = await SshServer.StartAsync();
        var key = await server.AddKeyAsync("inside", type);
        await using var agent = await Agent.StartAsync(server.Folder);
        await SshServer.RunAsync("env", $"SSH_AUTH_SOCK={agent.Socket}", "ssh-add", "-q", key);
        File.Delete(key);
        Environment.SetEnvironmentVariable("SSH_AUTH_SOCK", agent.Socket);
        try
        {
            await using var client = await LibsshTransportTests.ConnectAsync(LibsshTransportTests.Uri(server, "sshauth=agent"));
            Assert.Equal("qemu:///system", await client.GetUriAsync());
        }
        finally
        {
            Environment.SetEnvironmentVariable("SSH_AUTH_SOCK", null);
        }
    }

    [SkippableFact]
    public async Task Without_an_ssh_on_this_machine_it_stands_in()
    {
        await using var server = await SshServer.StartAsync();
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", server.Folder);
        try
        {
            await using var client = await LibsshTransportTests.ConnectAsync(server.Uri());
            Assert.Equal("qemu:///system", await client.GetUriAsync());
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    private sealed class Agent(Process process, string socket) : IAsyncDisposable
    {
        public string Socket => socket;

        public static async Task<Agent> StartAsync(string folder)
        {
            var socket = Path.Combine(folder, "agent");
            var process = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
            for (var attempts = 200; attempts > 0 && !File.Exists(socket); attempts--)
            {
                await Task.Delay(25);
            }

            return new Agent(process, socket);
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
