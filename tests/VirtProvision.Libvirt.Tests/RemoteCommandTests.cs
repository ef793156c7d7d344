using System.Diagnostics;
using System.Net.Sockets;
using VirtProvision.Libvirt.Ssh;

namespace VirtProvision.Libvirt.Tests;

/// <summary>The command for the far end, run by a shell of this machine among programs that say how they were called.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class RemoteCommandTests : IDisposable
{
    private static readonly RemoteTarget s_system = new("qemu:///system", "qemu", IsSession: false, ReadOnly: false, SocketProxy.Auto, RemoteDaemons.Auto, Socket: null, Netcat: null);

    private static readonly string[] s_needed = ["sh", "grep", "cat", "id"];
    private static readonly string[] s_places = ["/usr/bin", "/bin"];

    private readonly string _folder = Directory.CreateTempSubdirectory("vplv-").FullName;
    private readonly List<Socket> _sockets = [];

    public void Dispose()
    {
        _sockets.ForEach(static socket => socket.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public void The_helper_is_preferred()
    {
        Program("virt-ssh-helper");
        Assert.Equal("virt-ssh-helper [qemu:///system]", Run(s_system));
        Assert.Equal("virt-ssh-helper [-r] [qemu:///system]", Run(s_system with { ReadOnly = true }));
    }

    [SkippableFact]
    public void What_a_uri_holds_is_no_shells_business()
    {
        Program("virt-ssh-helper");
        const string name = "qemu:///system?x='; touch pwned; $(touch pwned) `touch pwned` \\\" &";
        Assert.Equal($"virt-ssh-helper [{name}]", Run(s_system with { Name = name }));
        Assert.False(File.Exists(Path.Combine(_folder, "pwned")));
    }

    [SkippableTheory]
    [InlineData("nc", "OpenBSD netcat\n -q secs\n -U use UNIX", "nc [-q] [0] [-U] [SOCKET]")]
    [InlineData("nc", "old netcat\n -U use UNIX", "nc [-U] [SOCKET]")]
    [InlineData("ncat", "Ncat\n -U, --unixsock", "ncat [-U] [SOCKET]")]
    [InlineData("socat", "", "socat [-] [UNIX-CONNECT:SOCKET]")]
    public void Without_it_a_netcat_that_knows_unix_sockets(string program, string help, string expected)
    {
        var socket = Listen("s ock'et");
        Program("netcat", "netcat traditional, knows nothing");
        Program(program, help);
        Assert.Equal(expected.Replace("SOCKET", socket, StringComparison.Ordinal), Run(s_system with { Socket = socket }));
    }

    [SkippableFact]
    public void A_netcat_that_the_user_names()
    {
        var socket = Listen("socket");
        Program("my nc", " -q secs");
        Assert.Equal($"my nc [-q] [0] [-U] [{socket}]", Run(s_system with { Socket = socket, Proxy = SocketProxy.Netcat, Netcat = Path.Combine(_folder, "my nc") }));
    }

    [SkippableFact]
    public void Without_any_the_host_says_so()
    {
        Assert.Equal(RemoteCommand.NoProxy, Run(s_system with { Socket = Listen("socket") }));
        Assert.Equal($"{RemoteCommand.NoSocket}/nowhere/socket", Run(s_system with { Socket = "/nowhere/socket" }));
    }

    [SkippableFact]
    public void A_session_has_its_sockets_elsewhere()
    {
        Skip.If(Environment.IsPrivilegedProcess, "root has no libvirt daemon of its own.");
        Program("nc", "-U");
        Directory.CreateDirectory(Path.Combine(_folder, "libvirt"));
        var whole = Listen("libvirt/libvirt-sock");
        Assert.Equal($"nc [-U] [{whole}]", Run(s_system with { IsSession = true, ReadOnly = true }));
        var own = Listen("libvirt/virtqemud-sock");
        Assert.Equal($"nc [-U] [{own}]", Run(s_system with { IsSession = true }));
        Assert.Equal($"nc [-U] [{whole}]", Run(s_system with { IsSession = true, Daemons = RemoteDaemons.Monolithic }));
    }

    // Says its name and its arguments, or its help.
    private void Program(string name, string help = "")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\nif [ \"$1\" = -h ]; then cat <<'HELP'\n{help}\nHELP\nexit 1; fi\nprintf %s '{name}'; for word in \"$@\"; do printf ' [%s]' \"$word\"; done\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Listen(string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var path = Path.Combine(_folder, name);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        _sockets.Add(socket);
        return path;
    }

    private string Run(RemoteTarget target)
    {
        Skip.IfNot(File.Exists("/bin/sh"), "There is no /bin/sh here.");
        foreach (var needed in s_needed)
        {
            var place = s_places.Select(folder => Path.Combine(folder, needed)).First(File.Exists);
            if (!File.Exists(Path.Combine(_folder, needed)))
            {
                File.CreateSymbolicLink(Path.Combine(_folder, needed), place);
            }
        }

        var start = new ProcessStartInfo("/bin/sh", ["-c", RemoteCommand.For(target)]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        start.Environment["PATH"] = _folder;
        start.Environment["XDG_RUNTIME_DIR"] = _folder;
        using var process = Process.Start(start)!;
        return (process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd()).Trim();
    }
}
