using VirtProvision.Libvirt.Credentials;

namespace VirtProvision.Libvirt.Tests;

public sealed class AuthFileTests
{
    private const string Text = """
        # of mine
        [credentials-lab]
        username = me
        password=a=b # all of it

        [credentials-other]
        authname=you
        username=ignored

        [auth-libvirt-host1]
        credentials=lab
        [auth-libvirt-default]
        credentials=other
        [auth-libvirt-host2]
        credentials=nowhere
        """;

    [Theory]
    [InlineData("host1", "me", "a=b # all of it")]
    [InlineData("host3", "you", null)]
    public void Credentials_of_a_host_else_of_all(string host, string userName, string? password) =>
        Assert.Equal(new SavedCredentials(userName, password), AuthFile.Parse("auth.conf", Text).CredentialsFor("libvirt", host));

    [Fact]
    public void Credentials_that_are_not_there() => Assert.Null(AuthFile.Parse("auth.conf", Text).CredentialsFor("libvirt", "host2"));

    [Theory]
    [InlineData("password=secret")]
    [InlineData("[credentials-a]\nsecret")]
    [InlineData("[credentials-a\nx=secret")]
    public void A_line_that_is_nothing_is_named_and_not_repeated(string text)
    {
        var fault = Assert.Throws<FormatException>(() => AuthFile.Parse("/x/auth.conf", text));
        Assert.StartsWith("/x/auth.conf:", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true, "", "/etc/libvirt/auth.conf")]
    [InlineData(null, false, "XDG_CONFIG_HOME=/c", "/c/libvirt/auth.conf")]
    [InlineData(null, false, "HOME=/h", "/h/.config/libvirt/auth.conf")]
    [InlineData(null, false, "HOME=/h LIBVIRT_AUTH_FILE=/f", "/f")]
    [InlineData("/named", false, "LIBVIRT_AUTH_FILE=/f", "/named")]
    public void Where_it_lies(string? named, bool isRoot, string variables, string expected)
    {
        var environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        Assert.Equal(expected, AuthFile.PathFor(named, isRoot, environment.GetValueOrDefault, static _ => true));
    }

    [Fact]
    public void Nowhere() => Assert.Null(AuthFile.PathFor(null, isRoot: false, static _ => null, static _ => false));
}
