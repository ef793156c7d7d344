using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Ssh;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt.Tests;

/// <summary>What the system's ssh is told. https://libvirt.org/uri.html#ssh-transport</summary>
public sealed class SshArgumentsTests
{
    [Theory]
    [InlineData("qemu+ssh://host/system", "-T -e none -o BatchMode=yes -o ServerAliveInterval=10 -- host")]
    [InlineData("qemu+ssh:///system", "-T -e none -o BatchMode=yes -o ServerAliveInterval=10 -- localhost")]
    [InlineData("qemu+ssh://me@[fe80::1]:2222/system?keyfile=/k", "-p 2222 -l me -i /k -T -e none -o BatchMode=yes -o ServerAliveInterval=10 -- fe80::1")]
    [InlineData("qemu+ssh://host/system?known_hosts=/a%20b%2525", "-T -e none -o BatchMode=yes -o UserKnownHostsFile=\"/a b%%25\" -o ServerAliveInterval=10 -- host")]
    [InlineData("qemu+ssh://host/system?no_verify=1", "-T -e none -o BatchMode=yes -o StrictHostKeyChecking=no -o ServerAliveInterval=10 -- host")]
    [InlineData("qemu+ssh://host/system?known_hosts_verify=auto", "-T -e none -o BatchMode=yes -o StrictHostKeyChecking=accept-new -o ServerAliveInterval=10 -- host")]
    [InlineData("qemu+ssh://host/system?known_hosts_verify=normal&no_verify=0", "-T -e none -o BatchMode=yes -o ServerAliveInterval=10 -- host")]
    [InlineData("qemu+ssh://host/system?sshauth=agent,password", "-T -e none -o BatchMode=yes -o PreferredAuthentications=publickey,password -o ServerAliveInterval=10 -- host")]
    [InlineData("qemu+ssh://host/system?sshauth=privkey", "-T -e none -o BatchMode=yes -o PreferredAuthentications=publickey -o IdentityAgent=none -o ServerAliveInterval=10 -- host")]
    public void Follow_the_uri(string uri, string expected) =>
        Assert.Equal(expected, string.Join(' ', SshArguments.For(LibvirtUri.Parse(uri), readOnly: false, hasTerminal: false).SkipLast(1)));

    [Fact]
    public void At_a_terminal_ssh_may_ask_unless_told_not_to()
    {
        Assert.DoesNotContain("BatchMode=yes", SshArguments.For(LibvirtUri.Parse("qemu+ssh://host/system?no_tty=0"), readOnly: false, hasTerminal: true));
        Assert.Contains("BatchMode=yes", SshArguments.For(LibvirtUri.Parse("qemu+ssh://host/system?no_tty=1"), readOnly: false, hasTerminal: true));
    }

    [Theory]
    [InlineData("qemu+ssh://host/system", SocketProxy.Auto, RemoteDaemons.Auto)]
    [InlineData("qemu+ssh://host/system?proxy=native", SocketProxy.Native, RemoteDaemons.Auto)]
    [InlineData("qemu+ssh://host/system?proxy=netcat", SocketProxy.Netcat, RemoteDaemons.Auto)]
    [InlineData("qemu+ssh://host/system?netcat=/n", SocketProxy.Netcat, RemoteDaemons.Auto)]
    [InlineData("qemu+ssh://host/system?socket=/s", SocketProxy.Netcat, RemoteDaemons.Auto)]
    [InlineData("qemu+ssh://host/system?mode=legacy", SocketProxy.Netcat, RemoteDaemons.Monolithic)]
    [InlineData("qemu+ssh://host/system?mode=direct", SocketProxy.Netcat, RemoteDaemons.Modular)]
    [InlineData("qemu+ssh://host/system?mode=auto", SocketProxy.Auto, RemoteDaemons.Auto)]
    public void What_runs_on_the_host(string uri, object proxy, object daemons)
    {
        var target = SshArguments.TargetOf(LibvirtUri.Parse(uri), readOnly: true);
        Assert.Equal((proxy, daemons, true), (target.Proxy, target.Daemons, target.ReadOnly));
    }

    [Fact]
    public void The_helper_takes_no_socket() => Assert.Equal(
        LibvirtConnectFailure.InvalidUri,
        Assert.Throws<LibvirtConnectException>(() => SshArguments.TargetOf(LibvirtUri.Parse("qemu+ssh://host/system?proxy=native&socket=/s"), readOnly: true)).Failure);
}
