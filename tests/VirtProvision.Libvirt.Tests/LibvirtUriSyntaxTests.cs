using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Libvirt.Tests;

/// <summary>What is no URI is said to be none, in words, whatever it is.</summary>
public sealed class LibvirtUriSyntaxTests
{
    [Theory]
    [InlineData("qemu+ssh://host/system?proxi=netcat", "There is no parameter \"proxi\". Did you mean \"proxy\"?")]
    [InlineData("qemu:///system?nonsense=1", "There is no parameter \"nonsense\".")]
    [InlineData("qemu+ssh://host/system?proxy=netcaat", "it is auto, native or netcat. Did you mean \"netcat\"?")]
    [InlineData("qemu+libssh://host/system?sshauth=agent,pasword", "Did you mean \"password\"?")]
    [InlineData("qemu+ssh://host/system?keyfile=", "has no value")]
    [InlineData("qemu+ssh://host/system?keyfile", "has no value")]
    [InlineData("qemu+ssh://host/system?no_tty=1&no_tty=0", "is there twice")]
    [InlineData("qemu+ssh://host:/system", "a number from 1 to 65535")]
    [InlineData("qemu+ssh://host:0/system", "a number from 1 to 65535")]
    [InlineData("qemu+ssh://host:65536/system", "a number from 1 to 65535")]
    [InlineData("qemu+ssh://host:22x/system", "a number from 1 to 65535")]
    [InlineData("qemu+ssh://:22/system", "a number from 1 to 65535")]
    [InlineData("qemu+ssh://-oProxyCommand=x/system", "can't begin with \"-\"")]
    [InlineData("qemu+ssh://%2DoProxyCommand/system", "can't begin with \"-\"")]
    [InlineData("qemu+ssh://ho`id`st/system", "letters, digits")]
    [InlineData("qemu+ssh://[::1/system", "IPv6")]
    [InlineData("qemu+ssh://[host]/system", "IPv6")]
    [InlineData("qemu+ssh://a%0Ab@host/system", "line ends")]
    [InlineData("qemu+ssh://a;b@host/system", "user's name")]
    [InlineData("qemu+ssh://-l@host/system", "user's name")]
    [InlineData("qemu+ssh://me@/system", "no host")]
    [InlineData("qemu+ssh://@host/system", "user's name")]
    [InlineData("qemu:///system?socket=%zz", "two hexadecimal digits")]
    [InlineData("qemu:///system?socket=%4", "two hexadecimal digits")]
    [InlineData("qemu:///system?socket=%ff%fe", "UTF-8")]
    [InlineData("qemu:///sys tem", "no spaces")]
    [InlineData("qemu:///system\n", "no spaces")]
    [InlineData("qemu:///system#x", "\"#\"")]
    [InlineData("+ssh://host/system", "looks like")]
    [InlineData("qemu+://host/system", "no transport")]
    [InlineData("://", "looks like")]
    public void Says_what_is_wrong(string text, string saying)
    {
        var exception = Assert.Throws<LibvirtConnectException>(() => LibvirtUri.Parse(text));
        Assert.Equal(LibvirtConnectFailure.InvalidUri, exception.Failure);
        Assert.Contains(saying, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qemu+ssh://[2001:db8::1]:22/system", "2001:db8::1")]
    [InlineData("qemu+ssh://[fe80::1%25eth0]/system", "fe80::1%eth0")]
    [InlineData("qemu+ssh://host_alias/system", "host_alias")]
    [InlineData("qemu+ssh://h%C3%B6st/system", "höst")]
    [InlineData("qemu+ssh:///system", null)]
    [InlineData("qemu+ssh://host", "host")]
    public void Reads_hosts(string text, string? host) => Assert.Equal(host, LibvirtUri.Parse(text).Host);

    [Fact]
    public void Every_parameter_of_libvirt_is_known()
    {
        var uri = LibvirtUri.Parse(
            "qemu+ssh://host/system?name=test:///x&socket=/s&mode=auto&command=/c&netcat=nc&proxy=auto&keyfile=/k&known_hosts=/h&known_hosts_verify=normal&sshauth=agent,privkey"
            + "&authfile=/a&no_verify=1&no_tty=1&no_sanity=1&pkipath=/p&tls_priority=NORMAL");
        Assert.Equal(16, uri.Parameters.Count);
        Assert.Equal("test:///x", uri.RemoteName);
    }

    [Theory]
    [InlineData("qemu+ssh://root:hunter2@host/system")]
    [InlineData("qemu+ssh://root:hunter2@host:99999/system?x=y")]
    [InlineData("qemu+ssh://root:hunter2@ho st/system")]
    [InlineData("qemu+pigeon://root:hunter2@host/system")]
    [InlineData("qemu://root:hunter2@host")]
    [InlineData("root:hunter2@host/system")]
    public void A_password_in_it_is_refused_and_not_repeated(string text) =>
        Assert.DoesNotContain("hunter2", Assert.Throws<LibvirtConnectException>(() => LibvirtUri.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_text_is_a_uri_or_a_clear_error()
    {
        string[] seeds = ["qemu+ssh://user@host:22/system?keyfile=/k&proxy=netcat", "qemu:///session", "qemu+tls://[::1]:16514/system?pkipath=%2Fx", "test+unix:///default?socket=/s"];
        const string alphabet = ":/?#[]@!$&'()*+,;=%-._~ aZ09\0\n\u00e9\ud800\uffff\\\"<>{}|^`";
        var random = new Random(20260101);
        for (var round = 0; round < 20_000; round++)
        {
            var text = seeds[random.Next(seeds.Length)].ToCharArray().ToList();
            for (var edits = random.Next(1, 6); edits > 0; edits--)
            {
                var at = random.Next(text.Count + 1);
                switch (random.Next(3))
                {
                    case 0:
                        text.Insert(at, alphabet[random.Next(alphabet.Length)]);
                        break;
                    case 1 when text.Count > 0:
                        text.RemoveAt(Math.Min(at, text.Count - 1));
                        break;
                    default:
                        text.RemoveRange(at, random.Next(text.Count - at + 1));
                        break;
                }
            }

            Judge(new string([.. text]));
        }

        static void Judge(string text)
        {
            try
            {
                var uri = LibvirtUri.Parse(text);
                Assert.False(uri.Host is ['-', ..] || uri.Host is "");
                Assert.DoesNotContain('\n', uri.RemoteName);
            }
            catch (LibvirtConnectException exception)
            {
                Assert.Equal(LibvirtConnectFailure.InvalidUri, exception.Failure);
                Assert.DoesNotContain('\n', exception.Message);
            }
        }
    }
}
