using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Ssh;

namespace VirtProvision.Libvirt.Tests;

/// <summary>What ssh says, as OpenSSH 9.2 says it, is told apart.</summary>
public sealed class SshComplaintTests
{
    private const string Changed = """
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
        @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
        @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
        IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
        Offending ED25519 key in /root/.ssh/known_hosts:1
        Host key verification failed.
        """;

    [Theory]
    [InlineData(Changed, 255, LibvirtConnectFailure.HostKeyChanged, "/root/.ssh/known_hosts:1")]
    [InlineData("No ED25519 host key is known for h and you have requested strict checking.\r\nHost key verification failed.\r\n", 255, LibvirtConnectFailure.HostKeyUnknown, "known_hosts=FILE")]
    [InlineData("root@h: Permission denied (publickey,password).\r\n", 255, LibvirtConnectFailure.LoginRefused, "Permission denied (publickey,password)")]
    [InlineData("Load key \"/k\": invalid format\nroot@h: Permission denied (publickey).", 255, LibvirtConnectFailure.LoginRefused, "Load key \"/k\": invalid format")]
    [InlineData("ssh: Could not resolve hostname h: Name or service not known", 255, LibvirtConnectFailure.HostNotFound, "Name or service not known")]
    [InlineData("ssh: connect to host h port 22: Connection refused", 255, LibvirtConnectFailure.HostUnreachable, "port 22: Connection refused")]
    [InlineData("ssh: connect to host h port 22: Connection timed out", 255, LibvirtConnectFailure.HostUnreachable, "firewall")]
    [InlineData("ssh: connect to host h port 22: No route to host", 255, LibvirtConnectFailure.HostUnreachable, "No route")]
    [InlineData("virt-provision: no proxy", 69, LibvirtConnectFailure.NoSocketProxy, "netcat-openbsd")]
    [InlineData("virt-provision: no socket /var/run/libvirt/libvirt-sock", 69, LibvirtConnectFailure.NoSocket, "no libvirt socket /var/run/libvirt/libvirt-sock.")]
    [InlineData("virt-provision: no permission for /s", 77, LibvirtConnectFailure.PermissionDenied, "group")]
    [InlineData("sh: 1: exec: virt-ssh-helper: not found", 127, LibvirtConnectFailure.NoSocketProxy, "virt-ssh-helper")]
    [InlineData("virt-ssh-helper: cannot connect to 'qemu:///system': Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory", 1, LibvirtConnectFailure.NoSocket, "libvirt-sock")]
    [InlineData("virt-ssh-helper: cannot connect to 'qemu:///system': Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied", 1, LibvirtConnectFailure.PermissionDenied, "group")]
    [InlineData("virt-ssh-helper: cannot connect to 'qemu:///system': Failed to connect socket to '/var/run/libvirt/libvirt-sock': Connection refused", 1, LibvirtConnectFailure.Refused, "virtqemud")]
    [InlineData("Unable to negotiate with 1.2.3.4 port 22: no matching host key type found. Their offer: ssh-dss", 255, LibvirtConnectFailure.TransportFailed, "ssh-dss")]
    [InlineData("", 127, LibvirtConnectFailure.NoSocketProxy, "virt-ssh-helper")]
    [InlineData("", 255, LibvirtConnectFailure.TransportFailed, "exit code 255 without a word.")]
    [InlineData("A banner\u001b[31m.\nSomething new.", null, LibvirtConnectFailure.TransportFailed, "ended: A banner[31m. / Something new.")]
    public void Each_has_its_reason_and_advice(string words, int? exitCode, LibvirtConnectFailure failure, string saying)
    {
        var complaint = SshComplaint.Explain("h", words, exitCode);
        Assert.Equal(failure, complaint.Failure);
        Assert.Contains(saying, complaint.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(complaint.Message, char.IsControl);
    }
}
